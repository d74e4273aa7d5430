namespace Itam.Context.Enrichment.Reading;

/// <summary>
/// Words of help desks, English and German. An entry is the beginning of a word; with * before it, it may also stand inside one; with = after it, it is
/// the end: "x=" is a whole word and "*x=" the end of a German compound.
/// </summary>
internal static class TopicWords
{
    /// <summary>Trouble that only a device has.</summary>
    public static readonly string[] DeviceTrouble =
    [
        .. Words(
            "slow laggy lag= sluggish crash freez frozen hang= hangs hanging reboot restart= restarts restarting boot booting boots overheat hot="
        ),
        .. Words(
            "batter charger charges charging charge= swollen fan= fans noise noisy grinding beep rattl flicker hinge crack dent scratch smell burnt"
        ),
        .. Words("keyboard touchpad trackpad camera webcam microphone speaker bluetooth wifi wi-fi wlan driver bios bitlocker firmware usb docking"),
        .. Words("screen display monitor pixel lid= disk= drive= storage broken defect damage dead="),
        .. Words(
            "langsam *absturz *abstürz abgestürzt stürzt friert eingefroren hängt neustart hochfahren herunterfahren bootet booten überhitz heiß"
        ),
        .. Words("*akku netzteil ladegerät ladekabel lädt lüfter laut= geräusch piept flacker scharnier gesprungen sprung kratzer *tastatur tasten"),
        .. Words(
            "kamera mikrofon lautsprecher treiber festplatte speicherplatz bildschirm kaputt defekt beschädigt wasserschaden sturzschaden startet="
        ),
    ];

    public static readonly string[] TroublePhrases =
    [
        "does not start",
        "will not start",
        "won't start",
        "doesn't start",
        "not turn on",
        "not power on",
        "no power",
        "turns off",
        "shuts down",
        "no sound",
        "blue screen",
        "black screen",
        "disk space",
        "not wake",
        "geht nicht an",
        "nicht mehr an",
        "schaltet sich",
        "geht aus",
        "kein bild",
        "kein ton",
        "kein netz",
        "blauer bildschirm",
    ];

    /// <summary>Nouns for things people work on.</summary>
    public static readonly string[] Devices =
    [
        .. Words(
            "laptop notebook computer machine= workstation desktop pc= device= tablet ipad iphone smartphone phone= mobile= macbook thinkpad printer"
        ),
        .. Words("surface= latitude elitebook probook optiplex imac chromebook loaner headset dock= mouse="),
        .. Words("*rechner= *gerät= *geräts= *handy= *telefon= drucker maus= *laptop= *notebook="),
    ];

    /// <summary>Something is to be bought or somebody starts or leaves: a device is spoken of that nobody holds yet.</summary>
    public static readonly string[] Purchase =
    [
        .. Words("ordering purchase procure buy= quote= quotation newcomer onboarding catalogue"),
        .. Words("bestellen beschaff *neuzugang kostenstelle anschaff"),
    ];

    public static readonly string[] PurchasePhrases =
    [
        "please order",
        "to order",
        "order a",
        "new starter",
        "new joiner",
        "new hire",
        "new colleague",
        "new employee",
        "neuer mitarbeiter",
        "neuen mitarbeiter",
        "neue mitarbeiter",
        "neue kollegin",
        "neuen kollegen",
        "neuer kollege",
        "cost centre",
        "cost center",
    ];

    /// <summary>What help desks are asked for besides devices.</summary>
    public static readonly string[] OtherMatters =
    [
        .. Words(
            "password passcode account login= credential sign-in two-factor 2fa mfa token permission access role= roles authoris authoriz entitle"
        ),
        .. Words(
            "licen subscription mailbox mail= mails e-mail newsletter spam phishing distribution calendar invoice payroll salary expense vacation"
        ),
        .. Words(
            "leave= order= contract badge parking door= building kitchen heating coffee facilit portal= intranet folder share= sharepoint firewall port="
        ),
        .. Words("vpn-account certificate form= travel flight booking guest invite"),
        .. Words("passwort *kennwort *konto= benutzer *berechtigung *zugriff *zugang zugänge zutritt freischalt *freigabe *lizenz abo= abonnement"),
        .. Words(
            "*postfach *verteiler *mailadresse abwesenheit kalender *rechnung= *rechnungen gehalt lohn *urlaub spesen vertrag ausweis *karte= *tür="
        ),
        .. Words(
            "bestellung parkplatz stellplatz gebäude küche heizung kaffee *portal= laufwerk ordner zertifikat formular reise *buchung flug= gast= rolle= hotline"
        ),
    ];

    private static string[] Words(string list) => list.Split(' ');
}
