using Itam.Context.Connections;

namespace Itam.Server.Configuration;

/// <summary>Where the configuration comes from: a JSON file, then environment variables (<c>ITAM__Connections__helpdesk__BaseUrl</c>), which win.</summary>
public static class ConfigurationFile
{
    public const string DefaultName = "itam.json";

    /// <param name="path">Null: itam.json in the working folder, if it is there.</param>
    /// <exception cref="SettingsException">The named file is missing or is not JSON.</exception>
    public static IConfiguration Load(string? path)
    {
        if (path is not null && !File.Exists(path))
        {
            throw new SettingsException([new SettingProblem("--config", $"names a file that is not there: {path}", "--config itam.json")]);
        }

        try
        {
            return new ConfigurationBuilder()
                .AddJsonFile(Path.GetFullPath(path ?? DefaultName), optional: path is null)
                .AddEnvironmentVariables("ITAM__")
                .Build();
        }
        catch (InvalidDataException broken)
        {
            var reason = broken.GetBaseException().Message;
            throw new SettingsException([new SettingProblem(path ?? DefaultName, $"is not valid JSON ({reason})", "see docs/configuration.md")]);
        }
    }
}
