/** Parses INSERT INTO t [(column, …)] query. */
SqlNode InsertRows() :
{
    final Span s;
    final SqlIdentifier table;
    SqlNodeList columns = null;
    final SqlNode source;
}
{
    <INSERT> { s = span(); }
    <INTO> table = CompoundTableIdentifier()
    [ LOOKAHEAD(<LPAREN> SimpleIdentifier()) columns = ParenthesizedSimpleIdentifierList() ]
    source = OrderedQueryOrExpr(ExprContext.ACCEPT_QUERY)
    {
        return new SqlInsert(s.end(source), SqlNodeList.EMPTY, table, source, columns);
    }
}

/** Parses DELETE FROM t [AT (x)] [[AS] alias] [WHERE condition]. */
SqlNode DeleteRows() :
{
    final Span s;
    final SqlNode table;
    SqlIdentifier alias = null;
    SqlNode where = null;
}
{
    <DELETE> { s = span(); }
    <FROM> table = ChangedTable()
    [ LOOKAHEAD(2) [ <AS> ] alias = SimpleIdentifier() ]
    [ where = Where() ]
    {
        return new SqlDelete(s.end(this), table, where, null, alias);
    }
}

/** Parses UPDATE t [AT (x)] [[AS] alias] SET column = x, … [WHERE condition]. */
SqlNode UpdateRows() :
{
    final Span s;
    final SqlNode table;
    SqlIdentifier alias = null;
    SqlIdentifier column;
    final SqlNodeList columns = new SqlNodeList(getPos());
    final SqlNodeList values = new SqlNodeList(getPos());
    SqlNode where = null;
}
{
    <UPDATE> { s = span(); }
    table = ChangedTable()
    [ LOOKAHEAD(2) [ <AS> ] alias = SimpleIdentifier() ]
    <SET> column = SimpleIdentifier() { columns.add(column); }
    <EQ> AddExpression(values, ExprContext.ACCEPT_SUB_QUERY)
    (
        <COMMA> column = SimpleIdentifier() { columns.add(column); }
        <EQ> AddExpression(values, ExprContext.ACCEPT_SUB_QUERY)
    )*
    [ where = Where() ]
    {
        return new SqlUpdate(s.end(this), table, columns, values, where, null, alias);
    }
}

/** Parses the name of a table and the time at which it is changed. */
SqlNode ChangedTable() :
{
    SqlNode table;
}
{
    table = CompoundTableIdentifier()
    ( LOOKAHEAD(2) table = TimeClause(table) )*
    {
        return ChangeStatement.target(table);
    }
}
