using Pruning.Diagnostics;
using Pruning.Storage;

namespace Pruning.Pipeline.Remote;

/// <summary>The remote cache on a real web server.</summary>
public sealed class NginxTests
{
    private const string Everything = "RRRRRRR";
    private const string OnlyTheEnd = "FNNNNFF";

    [NginxFact]
    public void Machines_share_what_one_of_them_made()
    {
        using var nginx = new Nginx();
        using var first = At(nginx, "open/a/project/", push: true);
        Assert.Equal(Everything, first.Run(Large()));
        using var second = At(nginx, "open/a/project/");
        Assert.Equal(OnlyTheEnd, second.Plan(Large()));
        Assert.Equal(OnlyTheEnd, second.Run(Large()));
        Assert.Equal(
            FileHashes.Compute(Path.Combine(first.EntryOf("export"), "large.bin")),
            FileHashes.Compute(Path.Combine(second.EntryOf("export"), "large.bin"))
        );
        Assert.Empty(first.Warnings.Concat(second.Warnings));

        Assert.Equal(7, Directory.GetFiles(Path.Combine(nginx.Files, "a", "project", "ac")).Length);
        Assert.All(Directory.GetFiles(Path.Combine(nginx.Files, "a", "project", "cas")), file =>
            Assert.Equal(Path.GetFileName(file), FileHashes.Compute(file))
        );
    }

    [NginxFact]
    public void Who_has_the_password_puts_results_there_and_everybody_reads_them()
    {
        using var nginx = new Nginx();
        using var stranger = At(nginx, "guarded/", push: true);
        Assert.Equal(Everything, stranger.Run());
        var warning = Assert.Single(stranger.Warnings);
        Assert.Equal(Codes.RemoteCacheTakesNothing, warning.Code);
        Assert.Contains("401", warning.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(nginx.Files, "*", SearchOption.AllDirectories));

        using var trusted = At(nginx, "guarded/", push: true, authorization: Nginx.Authorization);
        Assert.Equal(Everything, trusted.Run(Large()));
        Assert.Empty(trusted.Warnings);
        using var reader = At(nginx, "closed/");
        Assert.Equal(OnlyTheEnd, reader.Run(Large()));
        Assert.Empty(reader.Warnings);
    }

    [NginxFact]
    public void A_cache_for_reading_takes_nothing_and_is_read()
    {
        using var nginx = new Nginx();
        using var first = At(nginx, "open/", push: true);
        first.Run();
        var before = Directory.GetFiles(nginx.Files, "*", SearchOption.AllDirectories).Length;
        using var second = At(nginx, "closed/", push: true);
        Assert.Equal("FNNFRRR", second.Run(RemoteMachine.Pipeline(fineTune: "21")));
        var warning = Assert.Single(second.Warnings);
        Assert.Equal(Codes.RemoteCacheTakesNothing, warning.Code);
        Assert.Contains("403", warning.Message, StringComparison.Ordinal);
        Assert.Equal(before, Directory.GetFiles(nginx.Files, "*", SearchOption.AllDirectories).Length);
    }

    [NginxFact]
    public void A_file_that_is_too_large_for_the_server_is_said_so()
    {
        using var nginx = new Nginx(largest: "1m");
        using var machine = At(nginx, "open/", push: true);
        Assert.Equal(Everything, machine.Run(Large()));
        Assert.Contains("client_max_body_size", Assert.Single(machine.Warnings).Message, StringComparison.Ordinal);
    }

    [NginxFact]
    public void A_file_that_was_changed_on_the_server_is_never_served_and_is_replaced()
    {
        using var nginx = new Nginx();
        using var first = At(nginx, "open/", push: true);
        first.Run(Large());
        var large = Path.Combine(
            nginx.Files,
            "cas",
            FileHashes.Compute(Path.Combine(first.EntryOf("export"), "large.bin"))
        );
        using (var stream = File.OpenWrite(large))
            stream.WriteByte(1);

        using var second = At(nginx, "open/", push: true);
        Assert.Equal("FNNNFRF", second.Run(Large()));
        Assert.Equal(Codes.DamagedRemoteEntry, Assert.Single(second.Warnings).Code);
        using var third = At(nginx, "open/");
        Assert.Equal(OnlyTheEnd, third.Run(Large()));
    }

    [NginxFact]
    public void A_server_that_stops_while_a_build_runs_costs_one_warning()
    {
        using var nginx = new Nginx();
        using var machine = At(nginx, "open/", push: true);
        Assert.Equal(Everything, machine.Run(RemoteMachine.Pipeline(also: _ => nginx.Stop())));
        Assert.Equal(Codes.RemoteCacheUnusable, Assert.Single(machine.Warnings).Code);
    }

    private static RemoteMachine At(Nginx nginx, string path, bool push = false, string? authorization = null) =>
        new(new Uri(nginx.Address, path)) { Push = push, Authorization = authorization };

    // An export that is larger than what servers take unasked, and than what they take at all by default.
    private static FakeStage[] Large() =>
        [
            .. RemoteMachine
                .Pipeline()
                .Select(stage =>
                    stage.Kind != StageKind.Export
                        ? stage
                        : new FakeStage(StageKind.Export, "17", "fine-tune")
                        {
                            Also = context =>
                                File.WriteAllBytes(
                                    context.Output("large.bin"),
                                    [.. Enumerable.Range(0, 3 << 20).Select(i => (byte)(i * 31))]
                                ),
                        }
                ),
        ];
}
