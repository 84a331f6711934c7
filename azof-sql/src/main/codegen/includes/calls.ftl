/** Parses SHOW TABLES. */
SqlNode ShowTables() :
{
    final Span s;
}
{
    <SHOW> { s = span(); }
    <TABLES>
    { return CatalogQueries.tables(s.end(this)); }
}

/** Parses DESCRIBE [TABLE] t. */
SqlNode DescribeTable() :
{
    final Span s;
    final SqlIdentifier table;
}
{
    ( <DESCRIBE> | <DESC> ) { s = span(); }
    [ <TABLE> ] table = CompoundIdentifier()
    { return CatalogQueries.columns(s.end(this), table); }
}

/** Parses CALL procedure(argument, …) of literals and parameters. */
SqlNode CallProcedure() :
{
    final Span s;
    final SqlIdentifier procedure;
    final List<SqlNode> arguments = new ArrayList<SqlNode>();
}
{
    <CALL> { s = span(); }
    procedure = ProcedureName()
    <LPAREN>
    [ Argument(arguments) ( <COMMA> Argument(arguments) )* ]
    <RPAREN>
    { return new CallNode(s.end(this), procedure, arguments); }
}

/** Parses the name of a procedure, some of which are reserved words. */
SqlIdentifier ProcedureName() :
{
    SqlIdentifier name;
    SqlIdentifier last;
}
{
    name = SimpleIdentifier()
    [
        <DOT>
        (
            last = SimpleIdentifier()
        |
            ( <CHECK> | <ROLLBACK> )
            { last = new SqlIdentifier(unquotedIdentifier(), getPos()); }
        )
        {
            name = new SqlIdentifier(
                Arrays.asList(name.getSimple(), last.getSimple()), name.getParserPosition());
        }
    ]
    { return name; }
}

void Argument(List<SqlNode> arguments) :
{
    final SqlNode argument;
}
{
    ( argument = Literal() | argument = DynamicParam() )
    { arguments.add(argument); }
}
