// The words of the policy templates in German.
import type { PolicyWords } from './policy-words.ts';

export const de: PolicyWords = {
  title: 'Sidetone',
  description: 'Einstellungen von Sidetone, der Desktop-App zur Anrufaufzeichnung',
  supported: 'Sidetone 0.1 oder höher',
  defaults: 'Standardwerte (Benutzer können wählen)',
  lockedHelp: 'Benutzer sehen die Einstellung als von der Organisation festgelegt und können sie nicht ändern.',
  defaultHelp: 'Der Wert gilt, bis der Benutzer einen anderen wählt.',
  disabledHelp: 'Deaktiviert: kein Wert (null).',
  valuesHelp: 'Werte: ',
  usualHelp: 'Ohne Richtlinie: ',
  settings: {
    'hotkey.pause': ['Tastenkombination zum Anhalten', 'eine Kombination wie Control+Shift+F9'],
    'hotkey.resume': ['Tastenkombination zum Fortsetzen', 'eine Kombination wie Control+Shift+F10'],
    'hotkey.toggle': ['Tastenkombination zum Anhalten und Fortsetzen', 'eine Kombination für beides'],
    'hotkey.showWidget': ['Tastenkombination zum Anzeigen des Widgets', 'eine Tastenkombination'],
    'keys.characters': ['Tastenkürzel aus einer Taste', 'Tasten ohne Zusatztaste wirken überall auf einer Seite'],
    'widget.size': ['Größe des Widgets', 'wie groß das Widget ist'],
    'widget.hideWhenIdle': [
      'Widget im Leerlauf ausblenden',
      'das Widget erscheint nur während eines aufgezeichneten Anrufs',
    ],
    'widget.startButton': ['Startschaltfläche im Widget', 'nicht nötig, wo jeder Anruf automatisch aufgezeichnet wird'],
    'sound.on': ['Töne', 'Töne beim Anhalten, Fortsetzen und bei Warnungen'],
    'sound.volume': ['Lautstärke der Töne', 'von 0 bis 1, mit Punkt, zum Beispiel 0.6'],
    'app.startAtLogin': ['Bei der Anmeldung starten', 'Sidetone startet, wenn sich der Benutzer am Computer anmeldet'],
    'pause.newRecordings': [
      'Neue Aufzeichnungen auch anhalten',
      'eine Aufzeichnung, die während einer Pause beginnt, wird auch angehalten',
    ],
    'pause.armFor': [
      'Vorgemerkte Pause behalten für',
      'wie lange eine vorgemerkte Pause auf eine Aufzeichnung wartet, in Sekunden',
    ],
    'pause.notConfirmedMs': ['Warnen, wenn eine Pause nicht bestätigt ist nach', 'in Millisekunden'],
    'pause.remind': ['Während der Pause erinnern', 'Sidetone erinnert an eine Pause, die andauert'],
    'pause.remindAfter': ['Erste Erinnerung nach', 'in Sekunden'],
    'pause.remindEvery': ['Weitere Erinnerungen alle', 'in Sekunden'],
    'pause.resumeAfter': ['Automatisch fortsetzen nach', 'in Sekunden; kein Wert für nie'],
    'pause.resumeAtMost': ['Längste Pause mit automatischem Fortsetzen', 'in Sekunden'],
    'download.folder': [
      'Ordner für gespeicherte Aufzeichnungen',
      'ein absoluter Pfad, mit Variablen wie %USERPROFILE%',
    ],
    'download.namePattern': [
      'Dateinamen gespeicherter Aufzeichnungen',
      'ein Muster mit Wörtern in geschweiften Klammern',
    ],
    'download.withMetadata': [
      'Details als JSON-Datei speichern',
      'eine zweite Datei mit den Details jeder Aufzeichnung',
    ],
    'export.separator': [
      'Trennzeichen in CSV-Dateien',
      'was in einer exportierten CSV-Datei zwischen den Zellen steht',
    ],
    'server.address': ['Serveradresse', 'gesperrt ist sie der einzige Server, an dem sich Benutzer anmelden können'],
    'network.plainHttp': [
      'Unverschlüsseltes HTTP',
      'Benutzer dürfen unverschlüsseltes HTTP zulassen; aus, wenn eine Richtlinie nicht lesbar ist',
    ],
    'network.authorityFile': [
      'Zusätzliche vertrauenswürdige CA-Zertifikate',
      'der Pfad einer PEM-Datei; keine Variable, die Benutzer setzen können',
    ],
    'network.proxy': [
      'Proxy zum Server',
      'system oder kein Wert für den des Systems, none für keinen, oder eine Adresse wie proxy.example.com:8080 ohne Kennwort',
    ],
    'network.proxyUser': [
      'Benutzername für den Proxy',
      'für einen Proxy mit Basic-Anmeldung; das Kennwort ist im Schlüsselbund des Benutzers',
    ],
    'start.mode': [
      'Aufzeichnungsmodus beim manuellen Start',
      '0 Media Forking, 1 Dial-In; kein Wert für die Vorgabe des Servers',
    ],
    'start.deviceName': ['Gerät beim manuellen Start', 'kein Wert für die eigene Leitung des Benutzers'],
    'start.directoryNumber': ['Rufnummer beim manuellen Start', 'kein Wert für die eigene Leitung des Benutzers'],
    'automatic.rules': [
      'Regeln der automatischen Pause',
      'je eine Regel: eine Seite, ein Feld oder ein Programm und ein Fenstertitel; siehe das Kapitel Automatic pause',
    ],
    'automatic.on': [
      'Automatische Pause',
      'aus: keine Regel hält an, auch keine der Organisation; eingeschaltet sperren, damit Benutzer sie nicht ausschalten',
    ],
    'automatic.resume': [
      'Nach einer Regel automatisch fortsetzen',
      'setzt nach einem Countdown fort, was allein Regeln angehalten haben',
    ],
    'automatic.resumeWait': [
      'Wartezeit vor dem automatischen Fortsetzen nach einer Regel',
      'Sekunden, in denen keine Regel gilt',
    ],
    'automatic.sound': ['Töne der automatischen Pause', 'wenn eine Regel anhält oder fortsetzt'],
    'automatic.override': [
      'Fortsetzen, während eine Regel gilt',
      'allow: die Regel wird übergangen, und das Journal hält es fest; refuse: niemand kann fortsetzen, solange sie gilt',
    ],
    automaticPauseRules: [
      'Regeln der Organisation für die automatische Pause',
      'Benutzer sehen sie und können sie nicht ändern; ihre eigenen Regeln gelten ebenfalls',
    ],
    'automatic.alert': [
      'Warnung, wenn die automatische Pause nicht mehr arbeitet',
      'ein Ton und eine Benachrichtigung zusätzlich zum dauernden Zeichen',
    ],
    'servers.allowed': [
      'Erlaubte Server',
      'die einzigen Adressen, an denen sich Benutzer anmelden können; leer für alle',
    ],
    'saving.allowed': [
      'Speichern von Aufzeichnungen',
      'Benutzer dürfen Aufzeichnungen speichern; aus, wenn eine Richtlinie nicht lesbar ist',
    ],
    'export.allowed': [
      'Exportieren von Listen',
      'Benutzer dürfen Listen von Aufzeichnungen exportieren; das Journal immer',
    ],
    'playback.allowed': ['Abspielen von Aufzeichnungen', 'Benutzer dürfen Aufzeichnungen abspielen, auch gespeicherte'],
    'uploads.allowed': ['Hinzufügen von Aufzeichnungen', 'Benutzer dürfen dem Server Aufzeichnungen hinzufügen'],
    'live.controlAllowed': [
      'Steuern der Aufzeichnungen anderer',
      'anhalten, fortsetzen, starten und stoppen; die eigenen lassen sich immer anhalten',
    ],
    audioCheck: [
      'Ton pausierter Anrufe automatisch prüfen',
      'nach jedem pausierten Anruf wird die Aufzeichnung abgerufen und ihre Pausen auf Ton geprüft; jeder Abruf ist ein Eintrag im Audit des Servers',
    ],
    'saved.keepDays': [
      'Gespeicherte Aufzeichnungen behalten für',
      'Tage, nach denen sie vom Computer gelöscht werden; Benutzer erfahren es einen Tag vorher, eine geänderte Datei bleibt',
    ],
    'server.idleInterval': [
      'Abstand im Leerlauf',
      'Sekunden zwischen zwei Anfragen eines Clients, der zehn Minuten lang keinen Anruf hatte',
    ],
    'server.lockedInterval': [
      'Abstand bei gesperrtem Bildschirm',
      'Sekunden zwischen zwei Anfragen, solange nichts aufgezeichnet wird und der Bildschirm gesperrt ist',
    ],
    'alerts.webhook': [
      'Webhook für Alarme',
      'die HTTPS-Adresse, an die Alarme gesendet werden; ohne Wert an keine; siehe das Kapitel Alerts',
    ],
    'alerts.webhookSecret': [
      'Geheimnis des Webhooks',
      'whsec_ und 24 bis 64 Byte in Base64; signiert, was gesendet wird; in Sidetone nie sichtbar',
    ],
    'alerts.syslog': [
      'Protokollserver für Alarme',
      'tls://, tcp:// oder udp:// und sein Name, mit dem Port, wenn er nicht 6514, 601 oder 514 ist; ohne Wert keiner; siehe das Kapitel Alerts',
    ],
    'alerts.syslogFacility': ['Facility der Alarme in Syslog', 'die Facility der Meldungen an den Protokollserver'],
    'alerts.user': ['Benutzer in Alarmen', 'none: keiner; pseudonym: ein Pseudonym; name: der Benutzername'],
    'alerts.userSecret': [
      'Geheimnis der Pseudonyme',
      'mindestens 16 Zeichen, auf jedem Computer gleich; ohne Wert gibt es keine Pseudonyme',
    ],
    'alerts.notConfirmedAfter': ['Alarm, wenn eine Pause nicht bestätigt ist nach', 'in Sekunden; ohne Wert nie'],
    'alerts.pausedAfter': ['Alarm, wenn eine Pause länger dauert als', 'in Sekunden; ohne Wert nie'],
    'alerts.witness': [
      'Prüfpunkte des Journals senden',
      'an die Empfänger der Alarme, die damit Zeuge sind: Niemand kann das Journal unbemerkt neu schreiben; siehe das Kapitel Alerts',
    ],
    'updates.mode': [
      'Neue Versionen',
      'off: es wird nie danach gesucht; check: Benutzer erfahren davon; allowed: sie wird auch geladen und installiert, wenn der Benutzer Sidetone beendet oder es verlangt; off bei einer unlesbaren Richtlinie',
    ],
    'updates.feed': [
      'Adresse für Updates',
      'der HTTPS-Ordner mit latest.yml und den Installationsprogrammen; siehe das Kapitel Updates',
    ],
    'log.level': ['Protokollstufe', 'die am wenigsten schweren Ereignisse in der Protokolldatei'],
  },
};
