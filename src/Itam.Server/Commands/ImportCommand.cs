using System.CommandLine;
namespace Itam.Server.Commands;
internal static class ImportCommand { public static Command Create() => new("import"); }
