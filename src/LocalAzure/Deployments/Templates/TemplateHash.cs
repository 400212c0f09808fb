using System.Globalization;
using System.Text;
using LocalAzure.Deployments.Expressions;

namespace LocalAzure.Deployments.Templates;

/// <summary>One number for a template, whatever its white space. Not the platform's number: how it writes a template before it hashes it is not public.</summary>
internal static class TemplateHash
{
    public static string Of(Template template) =>
        Fingerprints.Hash(Encoding.UTF8.GetBytes(template.Text)).ToString(CultureInfo.InvariantCulture);
}
