using System.Runtime.CompilerServices;

namespace Frostline.Bicep.Evaluation.Functions;

/// <summary>
/// Reads the YAML that configuration is written in: mappings and sequences in blocks and in brackets, plain and quoted scalars over
/// several lines, literal and folded blocks, anchors with their aliases. Keys that are no scalars, and several documents, are errors that say so.
/// </summary>
internal sealed class YamlReader
{
    private readonly YamlText _text;
    private readonly YamlScalars _scalars;
    private readonly Dictionary<string, BicepValue> _anchors = new(StringComparer.Ordinal);

    private YamlReader(string text)
    {
        _text = new YamlText(text);
        _scalars = new YamlScalars(_text);
    }

    public static BicepValue Read(string text)
    {
        var reader = new YamlReader(text);
        reader._text.SkipDocumentStart();
        var value = reader.Block(-1);
        reader._text.SkipBlank();
        return reader._text.AtEnd ? value : throw reader._text.Bad("is not indented like the lines before it");
    }

    /// <summary>What is indented more than its parent; null when nothing is.</summary>
    private BicepValue Block(int parent)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new EvaluationException("The YAML is nested too deeply.");
        }

        _text.SkipBlank();
        if (_text.AtEnd || _text.Column <= parent)
        {
            return BicepValue.Null;
        }

        if (_text.AtItem)
        {
            return Sequence(_text.Column);
        }

        return _text.AtKey() ? Mapping(_text.Column) : Inline(parent, isValue: false);
    }

    private ArrayValue Sequence(int indent)
    {
        var items = new List<BicepValue>();
        for (; !_text.AtEnd && _text.Column == indent && _text.AtItem; _text.SkipBlank())
        {
            _text.Take();
            items.Add(Block(indent));
        }

        return new ArrayValue(items);
    }

    private ObjectValue Mapping(int indent)
    {
        var members = new List<BicepMember>();
        for (; !_text.AtEnd && _text.Column == indent && _text.AtKey(); _text.SkipBlank())
        {
            var key = Arguments.PlainText(_text.Current is '"' or '\'' ? _scalars.Quoted() : _scalars.Key());
            _text.SkipSpaces();
            _text.Take();
            _text.SkipSpaces();
            members.Add(new BicepMember(key, _text.AtLineEnd ? Below(indent) : Inline(indent, isValue: true)));
        }

        return new ObjectValue(members);
    }

    // The items of a sequence may stand right below the name they belong to.
    private BicepValue Below(int indent)
    {
        _text.SkipBlank();
        return !_text.AtEnd && _text.Column == indent && _text.AtItem ? Sequence(indent) : Block(indent);
    }

    private BicepValue Inline(int parent, bool isValue)
    {
        string? anchor = null, tag = null;
        while (_text.Current is '&' or '!')
        {
            var isAnchor = _text.Take() == '&';
            var name = _text.Word();
            (anchor, tag) = isAnchor ? (name, tag) : (anchor, name);
            _text.SkipSpaces();
        }

        var value = !_text.AtLineEnd ? Scalar(parent, tag) : isValue ? Below(parent) : Block(parent);
        if (anchor is not null)
        {
            _anchors[anchor] = value;
        }

        return value;
    }

    private BicepValue Scalar(int parent, string? tag) => _text.Current switch
    {
        '|' or '>' => _scalars.BlockText(parent),
        '[' or '{' => Flow(),
        '"' or '\'' => _scalars.Quoted(),
        '*' => Alias(),
        '?' when _text.Next is ' ' => throw _text.Bad("has a key that is no scalar, which is not read here"),
        '@' or '`' or '%' => throw _text.Bad($"begins a value with '{_text.Current}', which YAML keeps for itself"),
        _ => tag == "!str" ? _scalars.PlainText(parent) : YamlScalars.Resolve(_scalars.PlainText(parent).Value),
    };

    private BicepValue Alias()
    {
        _text.Take();
        var name = _text.Word();
        return _anchors.TryGetValue(name, out var value) ? value : throw _text.Bad($"names '{name}', which nothing before it is called");
    }

    private BicepValue Flow()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new EvaluationException("The YAML is nested too deeply.");
        }

        switch (_text.Current)
        {
            case '[':
                return new ArrayValue(Elements(']').Select(element => element.Key is { } key ? new ObjectValue([new(key, element.Value)]) : element.Value));
            case '{':
                return new ObjectValue(Elements('}').Select(element => new BicepMember(element.Key ?? Arguments.PlainText(element.Value), element.Key is null ? BicepValue.Null : element.Value)));
            case '"' or '\'':
                return _scalars.Quoted();
            case '*':
                return Alias();
            case '&' or '!':
                return Inline(int.MinValue, isValue: false);
            default:
                return YamlScalars.Resolve(_scalars.FlowText());
        }
    }

    private List<(string? Key, BicepValue Value)> Elements(char close)
    {
        var elements = new List<(string? Key, BicepValue Value)>();
        _text.Take();
        for (_text.SkipBlank(); _text.Current != close; _text.SkipBlank())
        {
            elements.Add(Element());
            _text.SkipBlank();
            if (_text.Current == ',')
            {
                _text.Take();
            }
            else if (_text.Current != close)
            {
                throw _text.Bad($"lacks a comma or '{close}'");
            }
        }

        _text.Take();
        return elements;
    }

    private (string? Key, BicepValue Value) Element()
    {
        var first = Flow();
        _text.SkipBlank();
        if (_text.Current != ':')
        {
            return (null, first);
        }

        _text.Take();
        _text.SkipBlank();
        return (Arguments.PlainText(first), _text.Current is ',' or ']' or '}' ? BicepValue.Null : Flow());
    }
}
