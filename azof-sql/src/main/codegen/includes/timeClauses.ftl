/**
 * Parses a time clause after the name of a table:
 * FOR EVENT_TIME AS OF x, FOR SYSTEM_TIME AS OF x, FOR TIMESTAMP AS OF x,
 * AT (x), AT (TIMESTAMP => x); FOR EVENT_TIME FROM a TO b, FOR EVENT_TIME BETWEEN a AND b,
 * FOR ALL EVENT_TIME; FOR VERSION AS OF n, FOR COMMIT_TIME AS OF x.
 */
SqlNode TimeClause(SqlNode tableRef) :
{
    final Span s;
    final SqlNode x;
    final SqlNode y;
}
{
    (
        <FOR> { s = span(); }
        (
            ( <EVENT_TIME> | <SYSTEM_TIME> | <TIMESTAMP> )
            (
                <AS> <OF>
            |
                <FROM> x = Expression(ExprContext.ACCEPT_SUB_QUERY)
                <TO> y = Expression(ExprContext.ACCEPT_SUB_QUERY)
                {
                    VersionedName.requireNoTime(s.end(this), tableRef);
                    return HistoryClause.fromTo(s.end(this), tableRef, x, y);
                }
            |
                <BETWEEN> x = Expression(ExprContext.ACCEPT_SUB_QUERY)
                {
                    VersionedName.requireNoTime(s.end(this), tableRef);
                    return HistoryClause.between(s.end(this), tableRef, x);
                }
            )
        |
            <ALL> ( <EVENT_TIME> | <SYSTEM_TIME> | <TIMESTAMP> )
            {
                VersionedName.requireNoTime(s.end(this), tableRef);
                return HistoryClause.all(s.end(this), tableRef);
            }
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
        VersionedName.requireNoTime(s.end(this), tableRef);
        return new SqlSnapshot(s.end(this), tableRef, EventTimeOperator.of(x));
    }
}
