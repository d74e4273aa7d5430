using Itam.Context.Connections;
using Itam.Context.Register.Import;
using Itam.Server.Hosting;

namespace Itam.Server.Commands;

/// <summary>Runs a command and turns what can go wrong into a sentence and an exit code: 0 done, 1 failed, 2 wrong configuration or use.</summary>
internal static class CommandRunner
{
    public static async Task<int> RunAsync(Func<Task<int>> command)
    {
        try
        {
            return await command();
        }
        catch (SettingsException wrong)
        {
            var noun = wrong.Problems.Count == 1 ? "1 setting is" : $"{wrong.Problems.Count} settings are";
            Complain($"{noun} wrong:");
            foreach (var problem in wrong.Problems)
            {
                Complain($"  {problem}");
            }

            return 2;
        }
        catch (Exception wrong) when (wrong is FormatException or ImportRefusedException)
        {
            Complain(wrong.Message);
            return 2;
        }
        catch (ConnectionException failure)
        {
            Complain(failure.Message);
            return 1;
        }
        catch (Exception failure) when (DatabaseProblems.Of(failure) is { } problem)
        {
            Complain(problem.ToString());
            return 1;
        }
        catch (OperationCanceledException)
        {
            Complain("Stopped.");
            return 1;
        }
    }

    public static void Complain(string text) => Console.Error.WriteLine(text);
}
