using System.CommandLine;
namespace Itam.Server.Commands;
internal static class WorkCommand { public static Command Create() => new("work"); }
