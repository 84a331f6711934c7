/** Parses SET name = value, SET name TO value; DEFAULT as the value is RESET. */
SqlNode SetSetting() :
{
    final Span s;
    final SqlIdentifier name;
    SqlNode value = null;
}
{
    <SET> { s = span(); }
    name = SimpleIdentifier()
    ( <EQ> | <TO> )
    (
        value = Literal()
    |
        <DEFAULT_>
    |
        value = SimpleIdentifier()
    )
    {
        return value == null
            ? SettingNode.reset(s.end(this), name)
            : SettingNode.set(s.end(this), name, value);
    }
}

/** Parses RESET name. */
SqlNode ResetSetting() :
{
    final Span s;
    final SqlIdentifier name;
}
{
    <RESET> { s = span(); }
    name = SimpleIdentifier()
    { return SettingNode.reset(s.end(this), name); }
}

/** Parses SHOW name. */
SqlNode ShowSetting() :
{
    final Span s;
    final SqlIdentifier name;
}
{
    <SHOW> { s = span(); }
    name = SimpleIdentifier()
    { return SettingNode.show(s.end(this), name); }
}
