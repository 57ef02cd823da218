// The words of the policy templates in Italian.
import type { PolicyWords } from './policy-words.ts';

export const it: PolicyWords = {
  title: 'Sidetone',
  description: 'Impostazioni di Sidetone, l’app desktop per la registrazione delle chiamate',
  supported: 'Sidetone 0.1 o successivo',
  defaults: 'Valori predefiniti (gli utenti possono scegliere)',
  lockedHelp: 'Gli utenti la vedono come impostata dall’organizzazione e non possono modificarla.',
  defaultHelp: 'Vale finché l’utente non sceglie un altro valore.',
  disabledHelp: 'Disattivato: nessun valore (null).',
  valuesHelp: 'Valori: ',
  usualHelp: 'Senza criterio: ',
  settings: {
    'hotkey.pause': ['Tasti di scelta rapida per mettere in pausa', 'una combinazione come Control+Shift+F9'],
    'hotkey.resume': ['Tasti di scelta rapida per riprendere', 'una combinazione come Control+Shift+F10'],
    'hotkey.toggle': ['Tasti di scelta rapida per pausa e ripresa', 'una combinazione per entrambe'],
    'hotkey.showWidget': ['Tasti di scelta rapida per mostrare il widget', 'una combinazione di tasti'],
    'keys.characters': ['Scorciatoie a tasto singolo', 'i tasti senza modificatore funzionano ovunque in una pagina'],
    'widget.size': ['Dimensione del widget', 'quanto è grande il widget'],
    'widget.hideWhenIdle': [
      'Nascondi il widget quando è inattivo',
      'il widget appare solo durante una chiamata registrata',
    ],
    'widget.startButton': ['Pulsante di avvio nel widget', 'non serve dove ogni chiamata è registrata automaticamente'],
    'sound.on': ['Suoni', 'suoni per pausa, ripresa e avvisi'],
    'sound.volume': ['Volume dei suoni', 'da 0 a 1, con il punto, ad esempio 0.6'],
    'app.startAtLogin': ['Avvio all’accesso', 'Sidetone si avvia quando l’utente accede al computer'],
    'pause.newRecordings': [
      'Metti in pausa anche le nuove registrazioni',
      'una registrazione che inizia durante una pausa viene messa in pausa',
    ],
    'pause.armFor': [
      'Mantieni una pausa in attesa per',
      'quanto una pausa in attesa aspetta una registrazione, in secondi',
    ],
    'pause.notConfirmedMs': ['Avvisa se una pausa non è confermata entro', 'in millisecondi'],
    'pause.remind': ['Promemoria durante la pausa', 'Sidetone ricorda all’utente una pausa che continua'],
    'pause.remindAfter': ['Primo promemoria dopo', 'in secondi'],
    'pause.remindEvery': ['Altri promemoria ogni', 'in secondi'],
    'pause.resumeAfter': ['Ripresa automatica dopo', 'in secondi; nessun valore per mai'],
    'pause.resumeAtMost': ['Pausa più lunga con ripresa automatica', 'in secondi'],
    'download.folder': [
      'Cartella delle registrazioni salvate',
      'un percorso assoluto, con variabili come %USERPROFILE%',
    ],
    'download.namePattern': ['Nomi dei file delle registrazioni salvate', 'un modello con parole tra parentesi graffe'],
    'download.withMetadata': [
      'Salva i dettagli in un file JSON',
      'un secondo file con i dettagli di ogni registrazione',
    ],
    'export.separator': ['Separatore dei file CSV', 'ciò che separa le celle di un file CSV esportato'],
    'server.address': ['Indirizzo del server', 'se bloccato, è l’unico server a cui gli utenti possono accedere'],
    'network.plainHttp': [
      'HTTP non crittografato',
      'gli utenti possono consentire HTTP non crittografato; disattivato se un criterio non è leggibile',
    ],
    'network.authorityFile': [
      'Certificati CA attendibili aggiuntivi',
      'il percorso di un file PEM; non usare una variabile che gli utenti possono impostare',
    ],
    'network.proxy': [
      'Proxy verso il server',
      'system o nessun valore per quello del sistema, none per nessuno, oppure un indirizzo come proxy.example.com:8080 senza password',
    ],
    'network.proxyUser': [
      'Nome utente per il proxy',
      'per un proxy con accesso Basic; la password è nel portachiavi dell’utente',
    ],
    'start.mode': [
      'Modalità di registrazione dell’avvio manuale',
      '0 Media Forking, 1 Dial-In; nessun valore per quella del server',
    ],
    'start.deviceName': ['Dispositivo dell’avvio manuale', 'nessun valore per la linea dell’utente'],
    'start.directoryNumber': ['Numero di rubrica dell’avvio manuale', 'nessun valore per la linea dell’utente'],
    'automatic.rules': [
      'Regole della pausa automatica',
      'una regola ciascuna: una pagina, un campo, oppure un programma e un titolo di finestra; vedi il capitolo Automatic pause',
    ],
    'automatic.on': [
      'Pausa automatica',
      'disattivata: nessuna regola mette in pausa, nemmeno quelle dell’organizzazione; bloccala attivata perché gli utenti non la disattivino',
    ],
    'automatic.resume': [
      'Riprendere automaticamente dopo una regola',
      'riprende, dopo un conto alla rovescia, ciò che solo le regole hanno messo in pausa',
    ],
    'automatic.resumeWait': [
      'Attesa prima della ripresa automatica dopo una regola',
      'secondi in cui nessuna regola è attiva',
    ],
    'automatic.sound': ['Suoni della pausa automatica', 'quando una regola mette in pausa o riprende'],
    'automatic.override': [
      'Ripresa mentre una regola è attiva',
      'allow: la regola viene ignorata e il giornale lo annota; refuse: nessuno può riprendere finché è attiva',
    ],
    automaticPauseRules: [
      'Regole dell’organizzazione per la pausa automatica',
      'gli utenti le vedono e non possono modificarle; valgono anche le loro regole',
    ],
    'automatic.alert': [
      'Avviso quando la pausa automatica non funziona più',
      'un suono e una notifica oltre al segno permanente',
    ],
    'servers.allowed': ['Server consentiti', 'gli unici indirizzi a cui gli utenti possono accedere; vuoto per tutti'],
    'saving.allowed': [
      'Salvataggio delle registrazioni',
      'gli utenti possono salvare le registrazioni; disattivato se un criterio non è leggibile',
    ],
    'export.allowed': [
      'Esportazione di elenchi',
      'gli utenti possono esportare elenchi di registrazioni; il giornale sempre',
    ],
    'playback.allowed': [
      'Riproduzione delle registrazioni',
      'gli utenti possono riprodurre le registrazioni, anche salvate',
    ],
    'uploads.allowed': ['Aggiunta di registrazioni', 'gli utenti possono aggiungere registrazioni al server'],
    'live.controlAllowed': [
      'Controllo delle registrazioni altrui',
      'pausa, ripresa, avvio e arresto; le proprie si possono sempre mettere in pausa',
    ],
    audioCheck: [
      'Verifica automatica dell’audio delle chiamate in pausa',
      'dopo ogni chiamata messa in pausa la registrazione viene scaricata e si verifica se nelle pause c’è suono; ogni accesso è una voce di audit del server',
    ],
    'saved.keepDays': [
      'Conserva le registrazioni salvate per',
      'giorni dopo i quali vengono eliminate dal computer; gli utenti sono avvisati un giorno prima, un file modificato resta',
    ],
    'server.idleInterval': [
      'Intervallo a riposo',
      'secondi tra due richieste di un client senza chiamate da dieci minuti',
    ],
    'server.lockedInterval': [
      'Intervallo a schermo bloccato',
      'secondi tra due richieste mentre nulla viene registrato e lo schermo è bloccato',
    ],
    'alerts.webhook': [
      'Webhook per gli avvisi',
      'l’indirizzo HTTPS a cui vengono inviati gli avvisi; senza valore, a nessuno; vedi il capitolo Alerts',
    ],
    'alerts.webhookSecret': [
      'Segreto del webhook',
      'whsec_ e da 24 a 64 byte in Base64; firma ciò che viene inviato; Sidetone non lo mostra mai',
    ],
    'alerts.syslog': [
      'Server di log per gli avvisi',
      'tls://, tcp:// o udp:// e il suo nome, con la porta se non è 6514, 601 o 514; senza valore, nessuno; vedi il capitolo Alerts',
    ],
    'alerts.syslogFacility': [
      'Categoria degli avvisi in syslog',
      'la categoria (facility) dei messaggi al server di log',
    ],
    'alerts.user': ['Utente negli avvisi', 'none: nessuno; pseudonym: uno pseudonimo; name: il nome utente'],
    'alerts.userSecret': [
      'Segreto degli pseudonimi',
      'almeno 16 caratteri, lo stesso su ogni computer; senza valore non ci sono pseudonimi',
    ],
    'alerts.notConfirmedAfter': [
      'Invia un avviso se una pausa non è confermata entro',
      'in secondi; senza valore, mai',
    ],
    'alerts.pausedAfter': ['Invia un avviso se una pausa dura più di', 'in secondi; senza valore, mai'],
    'alerts.witness': [
      'Invia i punti di controllo del giornale',
      'ai destinatari degli avvisi, che ne sono così testimoni: nessuno può riscrivere il giornale senza che si noti; vedi il capitolo Alerts',
    ],
    'updates.mode': [
      'Nuove versioni',
      'off: non si cercano; check: gli utenti ne vengono informati; allowed: vengono anche scaricate e installate quando l’utente esce o lo chiede; off se il criterio non è leggibile',
    ],
    'updates.feed': [
      'Indirizzo degli aggiornamenti',
      'la cartella HTTPS con latest.yml e i programmi di installazione; vedi il capitolo Updates',
    ],
    'log.level': ['Livello di log', 'gli eventi meno gravi nel file di log'],
  },
};
