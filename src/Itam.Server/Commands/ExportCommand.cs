using System.CommandLine;
namespace Itam.Server.Commands;
internal static class ExportCommand { public static Command Create() => new("export"); }
