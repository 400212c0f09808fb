namespace Frostline.Migrations.Sql;

/// <summary>A place among tokens.</summary>
internal sealed class Cursor(IReadOnlyList<Token> tokens)
{
    private int position;

    public bool AtEnd => position >= tokens.Count;

    public int Left => tokens.Count - position;

    public Token? Current => AtEnd ? null : tokens[position];

    /// <summary>What was taken last.</summary>
    public Token Before => tokens[position - 1];

    public bool Sees(params ReadOnlySpan<string> words)
    {
        if (position + words.Length > tokens.Count)
            return false;
        for (var index = 0; index < words.Length; index++)
        {
            if (!tokens[position + index].Is(words[index]))
                return false;
        }

        return true;
    }

    public bool Takes(params ReadOnlySpan<string> words)
    {
        if (!Sees(words))
            return false;
        position += words.Length;
        return true;
    }

    public bool TakesAny(params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (Takes(word))
                return true;
        }

        return false;
    }

    /// <exception cref="UnreadException">Something else stands here.</exception>
    public void Demand(params ReadOnlySpan<string> words)
    {
        if (!Takes(words))
            throw new UnreadException();
    }

    /// <summary>A token, or the group from one bracket to its counterpart.</summary>
    public IReadOnlyList<Token> TakeGroup()
    {
        var start = position;
        var depth = 0;
        do
        {
            if (AtEnd)
                throw new UnreadException();
            depth += tokens[position].Is("(") || tokens[position].Is("[") ? 1 : tokens[position].Is(")") || tokens[position].Is("]") ? -1 : 0;
            position++;
        }
        while (depth > 0);
        return [.. tokens.Skip(start).Take(position - start)];
    }

    /// <summary>Everything up to one of these words outside brackets, or the end.</summary>
    public IReadOnlyList<Token> TakeUntil(params ReadOnlySpan<string> words)
    {
        var taken = new List<Token>();
        while (!AtEnd && !SeesAny(words))
            taken.AddRange(TakeGroup());
        return taken;
    }

    public bool SeesAny(params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (Sees(word))
                return true;
        }

        return false;
    }

    /// <summary>The contents of the group that begins here, parted at its commas.</summary>
    public IReadOnlyList<Cursor> TakeList()
    {
        if (!Sees("("))
            throw new UnreadException();
        var group = TakeGroup();
        var inner = new Cursor([.. group.Skip(1).Take(group.Count - 2)]);
        return inner.Parts();
    }

    /// <summary>What is left, parted at commas outside brackets.</summary>
    public IReadOnlyList<Cursor> Parts()
    {
        var parts = new List<Cursor>();
        while (!AtEnd)
        {
            parts.Add(new(TakeUntil(",")));
            Takes(",");
        }

        return parts;
    }

    /// <summary>One name without its schema.</summary>
    public string TakeName()
    {
        if (Current is not { IsName: true } token)
            throw new UnreadException();
        position++;
        return token.Name;
    }

    /// <summary>A name with or without schema; the default schema is left out.</summary>
    public string TakeQualifiedName()
    {
        var name = TakeName();
        while (Takes("."))
            name = $"{name}.{TakeName()}";
        return name.StartsWith("public.", StringComparison.Ordinal) ? name["public.".Length..] : name;
    }

    /// <summary>What is left, without taking it.</summary>
    public IEnumerable<Token> Ahead() => tokens.Skip(position);

    public Token Take() => AtEnd ? throw new UnreadException() : tokens[position++];

    public IReadOnlyList<Token> Rest()
    {
        var rest = tokens.Skip(position).ToList();
        position = tokens.Count;
        return rest;
    }
}
