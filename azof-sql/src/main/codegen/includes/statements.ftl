/** Parses EXPLAIN [PLAN FOR | ANALYZE] query; all attributes are those of a run. */
SqlNode ExplainQuery() :
{
    final Span s;
    SqlExplainLevel level = SqlExplainLevel.EXPPLAN_ATTRIBUTES;
    final SqlNode query;
}
{
    <EXPLAIN> { s = span(); }
    [
        LOOKAHEAD(2) <PLAN> <FOR>
    |
        <ANALYZE> { level = SqlExplainLevel.ALL_ATTRIBUTES; }
    ]
    query = OrderedQueryOrExpr(ExprContext.ACCEPT_QUERY)
    {
        return new SqlExplain(s.end(this),
            query,
            level.symbol(SqlParserPos.ZERO),
            SqlExplain.Depth.PHYSICAL.symbol(SqlParserPos.ZERO),
            SqlExplainFormat.TEXT.symbol(SqlParserPos.ZERO),
            nDynamicParams);
    }
}

/** Stops at the first word of a statement that is none of the others. */
SqlNode UnsupportedStatement() :
{
    String words = "";
}
{
    (
        ( <ALTER> | <CREATE> | <DROP> | <SHOW> ) { words = " " + getToken(1).image; }
    |   <BEGIN> | <COMMIT> | <GRANT> | <MERGE> | <RESET> | <REVOKE> | <ROLLBACK> | <SET> | <START> | <TRUNCATE> | <UPSERT>
    )
    {
        throw SqlFault.unsupported(getPos(),
            (getToken(0).image + words).toUpperCase(Locale.ROOT)
                + " is not supported yet; docs/SQL.md lists the statements that are");
    }
}
