using System.Globalization;
using System.Text;
using Microsoft.Extensions.Configuration;

namespace Itam.Context.Connections;

/// <summary>One thing wrong with the configuration: the setting's full name, what is wrong with it, and a value that would be right.</summary>
public sealed record SettingProblem(string Setting, string Problem, string Example)
{
    public override string ToString() => $"{Setting} {Problem}. Example: {Example}";
}

/// <summary>The configuration has problems; all of them are listed, so that one start is enough to see them.</summary>
public sealed class SettingsException(IReadOnlyList<SettingProblem> problems) : Exception(string.Join(Environment.NewLine, problems))
{
    public IReadOnlyList<SettingProblem> Problems { get; } = problems;
}

/// <summary>
/// Parses one section of the configuration. A wrong value becomes a <see cref="SettingProblem"/> and a harmless stand-in, so that reading goes on and
/// every problem is reported at once; <see cref="ThrowIfAny"/> ends it.
/// </summary>
public sealed class SettingsReader
{
    /// <summary>Shorter secrets can be guessed; see the security promises in docs/.</summary>
    public const int MinSecretBytes = 24;

    private readonly IConfiguration _section;
    private readonly string _path;
    private readonly List<SettingProblem> _problems;
    private readonly HashSet<string> _read = new(StringComparer.OrdinalIgnoreCase);

    public SettingsReader(IConfiguration configuration)
        : this(configuration, "", []) { }

    private SettingsReader(IConfiguration section, string path, List<SettingProblem> problems)
    {
        _section = section;
        _path = path;
        _problems = problems;
    }

    public IReadOnlyList<SettingProblem> Problems => _problems;

    /// <summary>Full name of a setting in this section, as an administrator writes it.</summary>
    public string NameOf(string name) =>
        _path.Length == 0 ? name
        : name.Length == 0 ? _path
        : $"{_path}:{name}";

    public SettingsReader Section(string name) => new(Get(name), NameOf(name), _problems);

    public bool Has(string name) => Get(name).Exists();

    /// <summary>The named sections below this one, e.g. every connection.</summary>
    public IEnumerable<(string Name, SettingsReader Reader)> Children() =>
        _section.GetChildren().Select(child => (child.Key, new SettingsReader(child, NameOf(child.Key), _problems)));

    public string Text(string name, string example)
    {
        if (OptionalText(name) is { } text)
        {
            return text;
        }

        Report(name, "is missing", example);
        return example;
    }

    public string? OptionalText(string name) => Get(name).Value is { } text && text.Trim().Length > 0 ? text.Trim() : null;

    public TenantId Tenant(string name, string fallback)
    {
        var text = OptionalText(name) ?? fallback;
        try
        {
            return TenantId.Parse(text);
        }
        catch (FormatException problem)
        {
            Report(name, problem.Message, fallback);
            return TenantId.Parse(fallback);
        }
    }

    /// <summary>An absolute address, https everywhere but on the loopback interface; without a trailing slash.</summary>
    public Uri Url(string name, string example)
    {
        var text = Text(name, example);
        if (!Uri.TryCreate(text.TrimEnd('/'), UriKind.Absolute, out var url) || url.UserInfo.Length > 0)
        {
            Report(name, "is not an address", example);
            return new Uri(example);
        }

        if (url.Scheme != Uri.UriSchemeHttps && !(url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
        {
            Report(name, "must start with https:// (http:// is only for this machine)", example);
        }

        return url;
    }

    /// <summary>A secret that we chose: long enough not to be guessed and not a placeholder.</summary>
    public byte[] Secret(string name) => Check(name, Text(name, ExampleSecret));

    /// <summary>One or two secrets, so that one can be rotated while the other still works: <c>Name</c> and, optionally, <c>NamePrevious</c>.</summary>
    public IReadOnlyList<byte[]> Secrets(string name) =>
        OptionalText(name + "Previous") is { } previous ? [Secret(name), Check(name + "Previous", previous)] : [Secret(name)];

    public bool Flag(string name, bool fallback)
    {
        if (OptionalText(name) is not { } text)
        {
            return fallback;
        }

        if (bool.TryParse(text, out var flag))
        {
            return flag;
        }

        Report(name, $"is '{text}', neither true nor false", fallback ? "true" : "false");
        return fallback;
    }

    public double Number(string name, double fallback, double min, double max)
    {
        if (OptionalText(name) is not { } text)
        {
            return fallback;
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max)
        {
            return number;
        }

        Report(
            name,
            string.Create(CultureInfo.InvariantCulture, $"is '{text}', not a number from {min} to {max}"),
            fallback.ToString(CultureInfo.InvariantCulture)
        );
        return fallback;
    }

    public T Choice<T>(string name, T fallback)
        where T : struct, Enum
    {
        if (OptionalText(name) is not { } text)
        {
            return fallback;
        }

        if (Enum.TryParse<T>(text, ignoreCase: true, out var choice) && Enum.IsDefined(choice))
        {
            return choice;
        }

        Report(name, $"is '{text}', which is none of {string.Join(", ", Enum.GetNames<T>())}", fallback.ToString());
        return fallback;
    }

    /// <summary>Reports every setting of this section that nobody asked for: most often a misspelt name, whose right value would be silently ignored.</summary>
    public void ReportUnread()
    {
        foreach (var child in _section.GetChildren().Where(c => !_read.Contains(c.Key)))
        {
            var near = _read.OrderBy(known => Distance(known, child.Key)).FirstOrDefault();
            Report(child.Key, "is not a setting here", near is null ? "leave it out" : $"{NameOf(near)}, if that was meant");
        }
    }

    public void Report(string name, string problem, string example) => _problems.Add(new SettingProblem(NameOf(name), problem, example));

    /// <exception cref="SettingsException">Something is wrong; all of it is listed.</exception>
    public void ThrowIfAny()
    {
        if (_problems.Count > 0)
        {
            throw new SettingsException(_problems);
        }
    }

    private IConfigurationSection Get(string name)
    {
        _read.Add(name);
        return _section.GetSection(name);
    }

    /// <summary>Levenshtein distance, ignoring case.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                var same = char.ToUpperInvariant(a[i - 1]) == char.ToUpperInvariant(b[j - 1]);
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (same ? 0 : 1));
                diagonal = above;
            }
        }

        return row[b.Length];
    }

    private const string ExampleSecret = "the output of: openssl rand -base64 32";

    private byte[] Check(string name, string text)
    {
        var secret = Encoding.UTF8.GetBytes(text);
        if (text != ExampleSecret && secret.Length < MinSecretBytes)
        {
            Report(name, $"has {secret.Length} bytes; a secret needs at least {MinSecretBytes}", ExampleSecret);
        }
        else if (text.Contains("changeme", StringComparison.OrdinalIgnoreCase) || text.All(c => c == text[0]))
        {
            Report(name, "is a placeholder", ExampleSecret);
        }

        return secret;
    }
}
