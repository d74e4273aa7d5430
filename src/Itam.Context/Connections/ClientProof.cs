using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Itam.Context.Sources.Calls;
using Newtonsoft.Json.Linq;
using RestSharp;

namespace Itam.Context.Connections;

/// <summary>How an Entra app registration proves itself when it asks for a token.</summary>
public abstract record ClientProof
{
    private ClientProof() { }

    public sealed record Secret(string Value) : ClientProof;

    /// <param name="Holder">With its RSA private key.</param>
    public sealed record Certificate(X509Certificate2 Holder) : ClientProof;

    /// <summary>Settings <c>ClientSecret</c>, or <c>CertificateFile</c> (.pem with key, or .pfx) and <c>CertificatePassword</c>. Null: refused, and reported.</summary>
    public static ClientProof? Read(SettingsReader reader)
    {
        const string Example = "the value (not the id) of a client secret";
        var file = reader.OptionalText("CertificateFile");
        var password = reader.OptionalText("CertificatePassword");
        if (reader.OptionalText("ClientSecret") is { } secret)
        {
            if (file is not null)
            {
                reader.Report("CertificateFile", "stands beside ClientSecret, so that it is unclear which to use", "leave one of them out");
            }

            return new Secret(secret);
        }

        if (file is null)
        {
            reader.Report("ClientSecret", "is missing, and so is CertificateFile", Example);
            return null;
        }

        try
        {
            var certificate = Load(file, password);
            if (certificate.GetRSAPrivateKey() is not null)
            {
                return new Certificate(certificate);
            }

            reader.Report("CertificateFile", "holds no RSA private key", "a .pfx, or a .pem with certificate and private key");
        }
        catch (Exception problem) when (problem is CryptographicException or IOException or UnauthorizedAccessException)
        {
            reader.Report("CertificateFile", "cannot be read as a certificate with its key", "/etc/itam/app.pfx");
        }

        return null;
    }

    /// <summary>Adds client, scope and proof to the form of a token request (RFC 6749 §4.4, RFC 7523).</summary>
    public void AddTo(RestRequest request, string clientId, string scope, Uri endpoint, DateTimeOffset now)
    {
        request.AddParameter("client_id", clientId).AddParameter("scope", scope);
        switch (this)
        {
            case Secret secret:
                request.AddParameter("client_secret", secret.Value);
                break;
            case Certificate { Holder: var certificate }:
                using (var key = certificate.GetRSAPrivateKey()!)
                {
                    // Header and algorithm as learn.microsoft.com/entra/identity-platform/certificate-credentials has them.
                    var header = new JObject { ["x5t#S256"] = SignedAssertion.Encode(certificate.GetCertHash(HashAlgorithmName.SHA256)) };
                    request
                        .AddParameter("client_assertion_type", SignedAssertion.Type)
                        .AddParameter(
                            "client_assertion",
                            SignedAssertion.Create(key, header, clientId, endpoint.AbsoluteUri, RSASignaturePadding.Pss, now)
                        );
                }

                break;
        }
    }

    private static X509Certificate2 Load(string file, string? password) =>
        !file.EndsWith(".pem", StringComparison.OrdinalIgnoreCase) ? X509CertificateLoader.LoadPkcs12FromFile(file, password)
        : password is null ? X509Certificate2.CreateFromPemFile(file)
        : X509Certificate2.CreateFromEncryptedPemFile(file, password);
}
