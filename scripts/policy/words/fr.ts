// The words of the policy templates in French.
import type { PolicyWords } from './policy-words.ts';

export const fr: PolicyWords = {
  title: 'Sidetone',
  description: 'Paramètres de Sidetone, l’application de bureau pour l’enregistrement des appels',
  supported: 'Sidetone 0.1 ou version ultérieure',
  defaults: 'Valeurs par défaut (les utilisateurs peuvent choisir)',
  lockedHelp: 'Les utilisateurs le voient comme défini par l’organisation et ne peuvent pas le modifier.',
  defaultHelp: 'La valeur s’applique jusqu’à ce que l’utilisateur en choisisse une autre.',
  disabledHelp: 'Désactivé : aucune valeur (null).',
  valuesHelp: 'Valeurs : ',
  usualHelp: 'Sans stratégie : ',
  settings: {
    'hotkey.pause': ['Raccourci pour suspendre', 'une combinaison comme Control+Shift+F9'],
    'hotkey.resume': ['Raccourci pour reprendre', 'une combinaison comme Control+Shift+F10'],
    'hotkey.toggle': ['Raccourci pour suspendre et reprendre', 'une combinaison pour les deux'],
    'hotkey.showWidget': ['Raccourci pour afficher le widget', 'une combinaison de touches'],
    'keys.characters': ['Raccourcis à une touche', 'les touches sans modificateur agissent partout dans une page'],
    'widget.size': ['Taille du widget', 'la taille du widget'],
    'widget.hideWhenIdle': ['Masquer le widget au repos', 'le widget n’apparaît que pendant un appel enregistré'],
    'widget.startButton': [
      'Bouton de démarrage dans le widget',
      'inutile là où chaque appel est enregistré automatiquement',
    ],
    'sound.on': ['Sons', 'sons pour la pause, la reprise et les avertissements'],
    'sound.volume': ['Volume des sons', 'de 0 à 1, avec un point, par exemple 0.6'],
    'app.startAtLogin': ['Démarrer à l’ouverture de session', 'Sidetone démarre quand l’utilisateur ouvre sa session'],
    'pause.newRecordings': [
      'Suspendre aussi les nouveaux enregistrements',
      'un enregistrement qui commence pendant une pause est suspendu aussi',
    ],
    'pause.armFor': [
      'Garder une pause en attente pendant',
      'combien de temps une pause en attente attend un enregistrement, en secondes',
    ],
    'pause.notConfirmedMs': ['Avertir si une pause n’est pas confirmée après', 'en millisecondes'],
    'pause.remind': ['Rappels pendant la pause', 'Sidetone rappelle à l’utilisateur une pause qui dure'],
    'pause.remindAfter': ['Premier rappel après', 'en secondes'],
    'pause.remindEvery': ['Rappels suivants toutes les', 'en secondes'],
    'pause.resumeAfter': ['Reprise automatique après', 'en secondes ; aucune valeur pour jamais'],
    'pause.resumeAtMost': ['Plus longue pause avec reprise automatique', 'en secondes'],
    'download.folder': [
      'Dossier des enregistrements sauvegardés',
      'un chemin absolu, avec des variables comme %USERPROFILE%',
    ],
    'download.namePattern': ['Noms des fichiers sauvegardés', 'un modèle avec des mots entre accolades'],
    'download.withMetadata': [
      'Enregistrer les détails dans un fichier JSON',
      'un second fichier avec les détails de chaque enregistrement',
    ],
    'export.separator': ['Séparateur des fichiers CSV', 'ce qui sépare les cellules d’un fichier CSV exporté'],
    'server.address': [
      'Adresse du serveur',
      'verrouillée, c’est le seul serveur auquel les utilisateurs peuvent se connecter',
    ],
    'network.plainHttp': [
      'HTTP non chiffré',
      'les utilisateurs peuvent autoriser HTTP non chiffré ; désactivé si une stratégie est illisible',
    ],
    'network.authorityFile': [
      'Certificats d’autorité supplémentaires',
      'le chemin d’un fichier PEM ; pas de variable que les utilisateurs peuvent définir',
    ],
    'network.proxy': [
      'Proxy vers le serveur',
      'system ou aucune valeur pour celui du système, none pour aucun, ou une adresse comme proxy.example.com:8080 sans mot de passe',
    ],
    'network.proxyUser': [
      'Nom d’utilisateur du proxy',
      'pour un proxy avec connexion Basic ; le mot de passe est dans le trousseau de l’utilisateur',
    ],
    'start.mode': [
      'Mode d’enregistrement du démarrage manuel',
      '0 Media Forking, 1 Dial-In ; aucune valeur pour celui du serveur',
    ],
    'start.deviceName': ['Appareil du démarrage manuel', 'aucune valeur pour la ligne de l’utilisateur'],
    'start.directoryNumber': ['Numéro d’annuaire du démarrage manuel', 'aucune valeur pour la ligne de l’utilisateur'],
    'automatic.rules': [
      'Règles de la pause automatique',
      'une règle chacune : une page, un champ, ou un programme et un titre de fenêtre ; voir le chapitre Automatic pause',
    ],
    'automatic.on': [
      'Pause automatique',
      'désactivée : aucune règle ne met en pause, pas même celles de l’organisation ; verrouillez-la activée pour que les utilisateurs ne la désactivent pas',
    ],
    'automatic.resume': [
      'Reprendre automatiquement après une règle',
      'reprend, après un compte à rebours, ce que seules des règles ont mis en pause',
    ],
    'automatic.resumeWait': [
      'Attente avant la reprise automatique après une règle',
      'secondes pendant lesquelles aucune règle ne s’applique',
    ],
    'automatic.sound': ['Sons de la pause automatique', 'quand une règle met en pause ou reprend'],
    'automatic.override': [
      'Reprise pendant qu’une règle s’applique',
      'allow : la règle est outrepassée et le journal le note ; refuse : personne ne peut reprendre tant qu’elle s’applique',
    ],
    automaticPauseRules: [
      'Règles de l’organisation pour la pause automatique',
      'les utilisateurs les voient et ne peuvent pas les modifier ; leurs propres règles valent aussi',
    ],
    'automatic.alert': [
      'Alerte quand la pause automatique ne fonctionne plus',
      'un son et une notification en plus du signe permanent',
    ],
    'servers.allowed': [
      'Serveurs autorisés',
      'les seules adresses auxquelles les utilisateurs peuvent se connecter ; vide pour toutes',
    ],
    'saving.allowed': [
      'Sauvegarde des enregistrements',
      'les utilisateurs peuvent sauvegarder les enregistrements ; désactivé si une stratégie est illisible',
    ],
    'export.allowed': [
      'Exportation de listes',
      'les utilisateurs peuvent exporter des listes d’enregistrements ; le journal toujours',
    ],
    'playback.allowed': [
      'Lecture des enregistrements',
      'les utilisateurs peuvent lire les enregistrements, même sauvegardés',
    ],
    'uploads.allowed': ['Ajout d’enregistrements', 'les utilisateurs peuvent ajouter des enregistrements au serveur'],
    'live.controlAllowed': [
      'Contrôle des enregistrements des autres',
      'suspendre, reprendre, démarrer et arrêter ; chacun peut toujours suspendre les siens',
    ],
    audioCheck: [
      'Vérifier automatiquement le son des appels mis en pause',
      'après chaque appel mis en pause, son enregistrement est récupéré et le son de ses pauses est vérifié ; chaque accès est une entrée d’audit du serveur',
    ],
    'saved.keepDays': [
      'Conserver les enregistrements sauvegardés pendant',
      'jours après lesquels ils sont supprimés de l’ordinateur ; l’utilisateur est prévenu un jour avant, un fichier modifié reste',
    ],
    'server.idleInterval': [
      'Intervalle au repos',
      'secondes entre deux requêtes d’un client sans appel depuis dix minutes',
    ],
    'server.lockedInterval': [
      'Intervalle à l’écran verrouillé',
      'secondes entre deux requêtes tant que rien n’est enregistré et que l’écran est verrouillé',
    ],
    'alerts.webhook': [
      'Webhook des alertes',
      'l’adresse HTTPS à laquelle les alertes sont envoyées ; sans valeur, à aucune ; voir le chapitre Alerts',
    ],
    'alerts.webhookSecret': [
      'Secret du webhook',
      'whsec_ et 24 à 64 octets en Base64 ; signe ce qui est envoyé ; jamais affiché dans Sidetone',
    ],
    'alerts.syslog': [
      'Serveur de journaux des alertes',
      'tls://, tcp:// ou udp:// et son nom, avec le port s’il n’est pas 6514, 601 ou 514 ; sans valeur, aucun ; voir le chapitre Alerts',
    ],
    'alerts.syslogFacility': [
      'Catégorie des alertes dans syslog',
      'la catégorie (facility) des messages au serveur de journaux',
    ],
    'alerts.user': [
      'Utilisateur dans les alertes',
      'none : aucun ; pseudonym : un pseudonyme ; name : le nom d’utilisateur',
    ],
    'alerts.userSecret': [
      'Secret des pseudonymes',
      '16 caractères ou plus, le même sur chaque ordinateur ; sans valeur, pas de pseudonymes',
    ],
    'alerts.notConfirmedAfter': ['Alerter si une pause n’est pas confirmée en', 'en secondes ; sans valeur, jamais'],
    'alerts.pausedAfter': ['Alerter si une pause dure plus de', 'en secondes ; sans valeur, jamais'],
    'alerts.witness': [
      'Envoyer les points de contrôle du journal',
      'aux destinataires des alertes, qui en sont ainsi témoins : personne ne peut réécrire le journal sans que cela se voie ; voir le chapitre Alerts',
    ],
    'updates.mode': [
      'Nouvelles versions',
      'off : jamais recherchées ; check : les utilisateurs en sont informés ; allowed : elles sont aussi téléchargées, puis installées quand l’utilisateur quitte ou le demande ; off si la stratégie est illisible',
    ],
    'updates.feed': [
      'Adresse des mises à jour',
      'le dossier HTTPS avec latest.yml et les programmes d’installation ; voir le chapitre Updates',
    ],
    'log.level': ['Niveau du journal technique', 'les événements les moins graves dans le fichier journal'],
  },
};
