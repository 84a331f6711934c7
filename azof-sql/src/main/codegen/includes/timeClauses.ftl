/**
 * Parses a time clause after the name of a table:
 * FOR EVENT_TIME AS OF x, FOR SYSTEM_TIME AS OF x, FOR TIMESTAMP AS OF x,
 * AT (x), AT (TIMESTAMP => x); FOR VERSION AS OF n, FOR COMMIT_TIME AS OF x.
 */
SqlNode TimeClause(SqlNode tableRef) :
{
    final Span s;
    final SqlNode x;
}
{
    (
        <FOR> { s = span(); }
        (
            ( <EVENT_TIME> | <SYSTEM_TIME> | <TIMESTAMP> )
            (
                <AS> <OF>
            |
                ( <FROM> | <BETWEEN> )
                { throw SqlFault.unsupported(s.end(this), "A range of event time is not supported yet; ask for one time with AS OF"); }
            )
        |
            <ALL>
            { throw SqlFault.unsupported(s.end(this), "The history of a table is not supported yet; ask for one time with AS OF"); }
        |
            <VERSION> <AS> <OF> x = Expression(ExprContext.ACCEPT_SUB_QUERY)
            { return VersionedName.atVersion(s.end(this), tableRef, x); }
        |
            <COMMIT_TIME> <AS> <OF> x = Expression(ExprContext.ACCEPT_SUB_QUERY)
            { return VersionedName.atCommitTime(s.end(this), tableRef, x); }
        )
        x = Expression(ExprContext.ACCEPT_SUB_QUERY)
    |
        <AT> { s = span(); }
        <LPAREN>
        [ LOOKAHEAD(2) <TIMESTAMP> <NAMED_ARGUMENT_ASSIGNMENT> ]
        x = Expression(ExprContext.ACCEPT_SUB_QUERY)
        <RPAREN>
    )
    {
        if (tableRef instanceof SqlSnapshot) {
            throw SqlFault.invalid(s.end(this), "A table can have only one time clause");
        }
        return new SqlSnapshot(s.end(this), tableRef, EventTimeOperator.of(x));
    }
}
