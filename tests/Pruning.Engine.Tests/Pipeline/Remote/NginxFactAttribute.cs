namespace Pruning.Pipeline.Remote;

/// <summary>A test against a real nginx; skipped, with a plain message, where there is none that takes PUT.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NginxFactAttribute : FactAttribute
{
    public NginxFactAttribute()
    {
        if (Nginx.Program is null)
            Skip =
                "There is no nginx with its WebDAV module: build/prepare.sh fetches it on Debian, and 'apt-get "
                + "install nginx' has it.";
    }
}
