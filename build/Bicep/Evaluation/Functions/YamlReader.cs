using System.Globalization;
using System.Runtime.CompilerServices;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Frostline.Bicep.Evaluation.Functions;

/// <summary>Reads a YAML document into a value. What a plain scalar stands for is what the core schema of YAML 1.2 says.</summary>
internal sealed class YamlReader
{
    private readonly Parser _parser;
    private readonly Dictionary<AnchorName, BicepValue> _anchors = [];

    private YamlReader(string text) => _parser = new Parser(new StringReader(text));

    /// <exception cref="EvaluationException">It is none, or has what no value can stand for: names the line.</exception>
    public static BicepValue Read(string text)
    {
        try
        {
            return new YamlReader(text).Document();
        }
        catch (YamlException error)
        {
            throw Bad(error.Start, error.Message.TrimEnd('.'));
        }
        catch (InvalidOperationException)
        {
            throw new EvaluationException("The YAML is not whole.", "BCP340");
        }
    }

    private BicepValue Document()
    {
        _parser.Consume<StreamStart>();
        if (!_parser.TryConsume<DocumentStart>(out _))
        {
            return BicepValue.Null;
        }

        var value = Value();
        _parser.Consume<DocumentEnd>();
        return _parser.Accept<StreamEnd>(out _) ? value : throw Bad(_parser.Current!.Start, "a second document begins; only one can be a value");
    }

    private BicepValue Value()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new EvaluationException("The YAML is nested too deeply.", "BCP340");
        }

        if (_parser.TryConsume<AnchorAlias>(out var alias))
        {
            return _anchors.TryGetValue(alias.Value, out var named) ? named : throw Bad(alias.Start, $"nothing before it is called '{alias.Value}'");
        }

        var anchor = _parser.Current is NodeEvent node ? node.Anchor : AnchorName.Empty;
        var value = Whole();
        if (!anchor.IsEmpty)
        {
            _anchors[anchor] = value;
        }

        return value;
    }

    private BicepValue Whole()
    {
        if (_parser.TryConsume<Scalar>(out var scalar))
        {
            return scalar is { Style: ScalarStyle.Plain, Tag.IsEmpty: true } ? Resolve(scalar.Value) : new StringValue(scalar.Value);
        }

        if (_parser.TryConsume<SequenceStart>(out _))
        {
            return Sequence();
        }

        _parser.Consume<MappingStart>();
        return Mapping();
    }

    private ArrayValue Sequence()
    {
        var items = new List<BicepValue>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(Value());
        }

        return new ArrayValue(items);
    }

    private ObjectValue Mapping()
    {
        var members = new List<BicepMember>();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var key = _parser.TryConsume<Scalar>(out var name) ? name.Value : throw Bad(_parser.Current!.Start, "a key is no scalar, which no object has");
            members.Add(new BicepMember(key, Value()));
        }

        return new ObjectValue(members);
    }

    private static BicepValue Resolve(string plain) => plain switch
    {
        "" or "null" or "~" or "Null" or "NULL" => BicepValue.Null,
        "true" or "True" or "TRUE" => new BooleanValue(true),
        "false" or "False" or "FALSE" => new BooleanValue(false),
        ['0', 'x', .. var digits] when long.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) => new IntegerValue(number),
        _ when long.TryParse(plain, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer) => new IntegerValue(integer),
        _ when decimal.TryParse(plain, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number) => new DecimalValue(number),
        _ => new StringValue(plain),
    };

    private static EvaluationException Bad(Mark at, string fact) => new($"Line {at.Line} of the YAML: {fact}.", "BCP340");
}
