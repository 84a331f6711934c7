/** Parses CREATE TABLE [IF NOT EXISTS] t (column, …) [WITH (property, …)]. */
SqlNode CreateTable() :
{
    final Span s;
    boolean ifNotExists = false;
    final SqlIdentifier table;
    final List<Definition.ColumnDefinition> columns = new ArrayList<Definition.ColumnDefinition>();
    final Map<String, String> properties = new HashMap<String, String>();
}
{
    <CREATE> { s = span(); }
    <TABLE>
    [ LOOKAHEAD(3) <IF> <NOT> <EXISTS> { ifNotExists = true; } ]
    table = CompoundIdentifier()
    [
        <LPAREN>
        [ DefinedColumn(columns) ( <COMMA> DefinedColumn(columns) )* ]
        <RPAREN>
    ]
    [ <WITH> <LPAREN> Property(properties) ( <COMMA> Property(properties) )* <RPAREN> ]
    {
        return new DefinitionNode(s.end(this),
            new Definition.CreateTable(table, ifNotExists, columns, properties));
    }
}

/** Parses name type [NOT NULL] [DEFAULT value], the last two in any order. */
void DefinedColumn(List<Definition.ColumnDefinition> columns) :
{
    final SqlIdentifier name;
    final SqlDataTypeSpec type;
    boolean nullable = true;
    SqlNode value = null;
}
{
    name = SimpleIdentifier()
    type = DataType()
    (
        <NOT> <NULL> { nullable = false; }
    |
        <NULL>
    |
        <DEFAULT_> value = Expression(ExprContext.ACCEPT_NON_QUERY)
    )*
    { columns.add(new Definition.ColumnDefinition(name, type, nullable, value)); }
}

/** Parses 'name' = 'value'. */
void Property(Map<String, String> properties) :
{
    final SqlNode name;
    final SqlNode value;
}
{
    name = StringLiteral() <EQ> value = StringLiteral()
    {
        final String text = SqlLiteral.unchain(name).getValueAs(String.class);
        if (properties.put(text, SqlLiteral.unchain(value).getValueAs(String.class)) != null) {
            throw SqlFault.invalid(name.getParserPosition(), "The property " + name + " is given twice");
        }
    }
}

/** Parses DROP TABLE [IF EXISTS] t. */
SqlNode DropTable() :
{
    final Span s;
    boolean ifExists = false;
    final SqlIdentifier table;
}
{
    <DROP> { s = span(); }
    <TABLE>
    [ LOOKAHEAD(2) <IF> <EXISTS> { ifExists = true; } ]
    table = CompoundIdentifier()
    { return new DefinitionNode(s.end(this), new Definition.DropTable(table, ifExists)); }
}

/** Parses ALTER TABLE t and the one change of its columns. */
SqlNode AlterTable() :
{
    final Span s;
    final SqlIdentifier table;
    final SqlIdentifier column;
    final SqlIdentifier newName;
    final SqlDataTypeSpec type;
    final Definition definition;
    final List<Definition.ColumnDefinition> columns = new ArrayList<Definition.ColumnDefinition>();
}
{
    <ALTER> { s = span(); }
    <TABLE> table = CompoundIdentifier()
    (
        <ADD> [ <COLUMN> ] DefinedColumn(columns)
        { definition = new Definition.AddColumn(table, columns.get(0)); }
    |
        <DROP> [ <COLUMN> ] column = SimpleIdentifier()
        { definition = new Definition.DropColumn(table, column); }
    |
        <RENAME> [ <COLUMN> ] column = SimpleIdentifier() <TO> newName = SimpleIdentifier()
        { definition = new Definition.RenameColumn(table, column, newName); }
    |
        <ALTER> [ <COLUMN> ] column = SimpleIdentifier()
        (
            <SET> <DATA> <TYPE> type = DataType()
            { definition = new Definition.SetDataType(table, column, type); }
        |
            <DROP> <NOT> <NULL>
            { definition = new Definition.DropNotNull(table, column); }
        )
    )
    { return new DefinitionNode(s.end(this), definition); }
}
