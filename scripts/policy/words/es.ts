// The words of the policy templates in Spanish.
import type { PolicyWords } from './policy-words.ts';

export const es: PolicyWords = {
  title: 'Sidetone',
  description: 'Configuración de Sidetone, la aplicación de escritorio para la grabación de llamadas',
  supported: 'Sidetone 0.1 o posterior',
  defaults: 'Valores predeterminados (los usuarios pueden elegir)',
  lockedHelp: 'Los usuarios lo ven como establecido por la organización y no pueden cambiarlo.',
  defaultHelp: 'El valor rige hasta que el usuario elija otro.',
  disabledHelp: 'Deshabilitada: sin valor (null).',
  valuesHelp: 'Valores: ',
  usualHelp: 'Sin directiva: ',
  settings: {
    'hotkey.pause': ['Atajo para pausar', 'una combinación como Control+Shift+F9'],
    'hotkey.resume': ['Atajo para reanudar', 'una combinación como Control+Shift+F10'],
    'hotkey.toggle': ['Atajo para pausar y reanudar', 'una combinación para ambos'],
    'hotkey.showWidget': ['Atajo para mostrar el widget', 'una combinación de teclas'],
    'keys.characters': ['Atajos de una sola tecla', 'las teclas sin modificador actúan en toda la página'],
    'widget.size': ['Tamaño del widget', 'lo grande que es el widget'],
    'widget.hideWhenIdle': ['Ocultar el widget en reposo', 'el widget aparece solo durante una llamada grabada'],
    'widget.startButton': ['Botón de inicio en el widget', 'no hace falta donde cada llamada se graba automáticamente'],
    'sound.on': ['Sonidos', 'sonidos al pausar, al reanudar y en las advertencias'],
    'sound.volume': ['Volumen de los sonidos', 'de 0 a 1, con punto, por ejemplo 0.6'],
    'app.startAtLogin': [
      'Iniciar al iniciar sesión',
      'Sidetone se inicia cuando el usuario inicia sesión en el equipo',
    ],
    'pause.newRecordings': [
      'Pausar también las grabaciones nuevas',
      'una grabación que empieza durante una pausa también se pausa',
    ],
    'pause.armFor': [
      'Mantener una pausa pendiente durante',
      'cuánto espera una pausa pendiente a una grabación, en segundos',
    ],
    'pause.notConfirmedMs': ['Advertir si una pausa no se confirma en', 'en milisegundos'],
    'pause.remind': ['Recordatorios durante la pausa', 'Sidetone recuerda al usuario una pausa que continúa'],
    'pause.remindAfter': ['Primer recordatorio tras', 'en segundos'],
    'pause.remindEvery': ['Más recordatorios cada', 'en segundos'],
    'pause.resumeAfter': ['Reanudar automáticamente tras', 'en segundos; sin valor para nunca'],
    'pause.resumeAtMost': ['Pausa más larga con reanudación automática', 'en segundos'],
    'download.folder': ['Carpeta de las grabaciones guardadas', 'una ruta absoluta, con variables como %USERPROFILE%'],
    'download.namePattern': ['Nombres de archivo de las grabaciones guardadas', 'un patrón con palabras entre llaves'],
    'download.withMetadata': [
      'Guardar los detalles en un archivo JSON',
      'un segundo archivo con los detalles de cada grabación',
    ],
    'export.separator': ['Separador de los archivos CSV', 'lo que separa las celdas de un archivo CSV exportado'],
    'server.address': [
      'Dirección del servidor',
      'bloqueada, es el único servidor en el que los usuarios pueden iniciar sesión',
    ],
    'network.plainHttp': [
      'HTTP sin cifrar',
      'los usuarios pueden permitir HTTP sin cifrar; desactivado si una directiva no se puede leer',
    ],
    'network.authorityFile': [
      'Certificados de CA de confianza adicionales',
      'la ruta de un archivo PEM; sin variables que los usuarios puedan definir',
    ],
    'network.proxy': [
      'Proxy hacia el servidor',
      'system o sin valor para el del sistema, none para ninguno, o una dirección como proxy.example.com:8080 sin contraseña',
    ],
    'network.proxyUser': [
      'Nombre de usuario para el proxy',
      'para un proxy con inicio de sesión Basic; la contraseña está en el llavero del usuario',
    ],
    'start.mode': ['Modo de grabación del inicio manual', '0 Media Forking, 1 Dial-In; sin valor para el del servidor'],
    'start.deviceName': ['Dispositivo del inicio manual', 'sin valor para la línea del usuario'],
    'start.directoryNumber': ['Número de directorio del inicio manual', 'sin valor para la línea del usuario'],
    'automatic.rules': [
      'Reglas de la pausa automática',
      'una regla cada una: una página, un campo, o un programa y un título de ventana; véase el capítulo Automatic pause',
    ],
    'automatic.on': [
      'Pausa automática',
      'desactivada: ninguna regla pausa, tampoco las de la organización; bloquéela activada para que los usuarios no la desactiven',
    ],
    'automatic.resume': [
      'Reanudar automáticamente tras una regla',
      'reanuda, tras una cuenta atrás, lo que solo las reglas han pausado',
    ],
    'automatic.resumeWait': [
      'Espera antes de reanudar automáticamente tras una regla',
      'segundos en los que no se cumple ninguna regla',
    ],
    'automatic.sound': ['Sonidos de la pausa automática', 'cuando una regla pausa o reanuda'],
    'automatic.override': [
      'Reanudar mientras se cumple una regla',
      'allow: la regla se anula y el diario lo registra; refuse: nadie puede reanudar mientras se cumpla',
    ],
    automaticPauseRules: [
      'Reglas de la organización para la pausa automática',
      'los usuarios las ven y no pueden cambiarlas; sus propias reglas también valen',
    ],
    'automatic.alert': [
      'Aviso cuando la pausa automática deja de funcionar',
      'un sonido y una notificación además de la marca permanente',
    ],
    'servers.allowed': [
      'Servidores permitidos',
      'las únicas direcciones en las que los usuarios pueden iniciar sesión; vacío para todas',
    ],
    'saving.allowed': [
      'Guardar grabaciones',
      'los usuarios pueden guardar grabaciones; desactivado si una directiva no se puede leer',
    ],
    'export.allowed': ['Exportar listas', 'los usuarios pueden exportar listas de grabaciones; el diario, siempre'],
    'playback.allowed': ['Reproducir grabaciones', 'los usuarios pueden reproducir grabaciones, también las guardadas'],
    'uploads.allowed': ['Añadir grabaciones', 'los usuarios pueden añadir grabaciones al servidor'],
    'live.controlAllowed': [
      'Control de las grabaciones de otros',
      'pausar, reanudar, iniciar y detener; las propias siempre se pueden pausar',
    ],
    audioCheck: [
      'Comprobar automáticamente el audio de las llamadas pausadas',
      'después de cada llamada pausada se obtiene su grabación y se comprueba si hay sonido en sus pausas; cada acceso es una entrada de auditoría del servidor',
    ],
    'saved.keepDays': [
      'Conservar las grabaciones guardadas durante',
      'días tras los que se eliminan del equipo; se avisa a los usuarios un día antes y un archivo modificado se queda',
    ],
    'server.idleInterval': [
      'Intervalo en reposo',
      'segundos entre dos solicitudes de un cliente sin llamadas desde hace diez minutos',
    ],
    'server.lockedInterval': [
      'Intervalo con la pantalla bloqueada',
      'segundos entre dos solicitudes mientras no se graba nada y la pantalla está bloqueada',
    ],
    'alerts.webhook': [
      'Webhook para alertas',
      'la dirección HTTPS a la que se envían las alertas; sin valor, a ninguna; véase el capítulo Alerts',
    ],
    'alerts.webhookSecret': [
      'Secreto del webhook',
      'whsec_ y de 24 a 64 bytes en Base64; firma lo que se envía; Sidetone no lo muestra nunca',
    ],
    'alerts.syslog': [
      'Servidor de registros para alertas',
      'tls://, tcp:// o udp:// y su nombre, con el puerto si no es 6514, 601 o 514; sin valor, ninguno; véase el capítulo Alerts',
    ],
    'alerts.syslogFacility': [
      'Categoría de las alertas en syslog',
      'la categoría (facility) de los mensajes al servidor de registros',
    ],
    'alerts.user': ['Usuario en las alertas', 'none: ninguno; pseudonym: un seudónimo; name: el nombre de usuario'],
    'alerts.userSecret': [
      'Secreto de los seudónimos',
      '16 caracteres o más, el mismo en todos los equipos; sin valor no hay seudónimos',
    ],
    'alerts.notConfirmedAfter': ['Alertar si una pausa no se confirma en', 'en segundos; sin valor, nunca'],
    'alerts.pausedAfter': ['Alertar si una pausa dura más de', 'en segundos; sin valor, nunca'],
    'alerts.witness': [
      'Enviar puntos de control del diario',
      'a los receptores de las alertas, que así son testigos: nadie puede reescribir el diario sin que se note; véase el capítulo Alerts',
    ],
    'updates.mode': [
      'Versiones nuevas',
      'off: no se buscan; check: se informa a los usuarios; allowed: también se descargan y se instalan cuando el usuario sale o lo pide; off si la directiva no se puede leer',
    ],
    'updates.feed': [
      'Dirección de las actualizaciones',
      'la carpeta HTTPS con latest.yml y los instaladores; vea el capítulo Updates',
    ],
    'log.level': ['Nivel de registro', 'los sucesos menos graves del archivo de registro'],
  },
};
