/** Parses x::type. */
void InfixCast(List<Object> list, ExprContext exprContext, Span s) :
{
    final SqlDataTypeSpec type;
}
{
    <INFIX_CAST> { checkNonQueryExpression(exprContext); }
    type = DataType()
    {
        list.add(new SqlParserUtil.ToTreeListItem(SqlLibraryOperators.INFIX_CAST, s.pos()));
        list.add(type);
    }
}

/** Parses DATEADD(unit, n, x) and DATEDIFF(unit, x, y). */
SqlNode DateFunctionCall() :
{
    final Span s;
    final SqlOperator function;
    final List<SqlNode> arguments = new ArrayList<SqlNode>();
    final SqlIntervalQualifier unit;
}
{
    (
        <DATEADD> { function = SqlStdOperatorTable.TIMESTAMP_ADD; }
    |
        <DATEDIFF> { function = SqlLibraryOperators.DATEDIFF; }
    )
    { s = span(); }
    <LPAREN>
    unit = TimeUnitOrName() { arguments.add(unit); }
    <COMMA>
    AddExpression(arguments, ExprContext.ACCEPT_SUB_QUERY)
    <COMMA>
    AddExpression(arguments, ExprContext.ACCEPT_SUB_QUERY)
    <RPAREN>
    { return function.createCall(s.end(this), arguments); }
}

/** Parses the unit after the text of an interval, or finds it in the text: '1 day'. */
SqlIntervalQualifier IntervalUnit(String text) :
{
    final SqlIntervalQualifier unit;
}
{
    unit = IntervalQualifier() { return unit; }
|
    { return IntervalText.unit(text, getPos()); }
}
