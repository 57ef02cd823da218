; Browsers find the native host of the extension: for all users or for this one, as the app is installed.
!macro sidetoneNativeHosts ACTION
  !insertmacro ${ACTION} "Software\Google\Chrome\NativeMessagingHosts\io.sidetone.browser" "chromium"
  !insertmacro ${ACTION} "Software\Chromium\NativeMessagingHosts\io.sidetone.browser" "chromium"
  !insertmacro ${ACTION} "Software\Microsoft\Edge\NativeMessagingHosts\io.sidetone.browser" "chromium"
  !insertmacro ${ACTION} "Software\Mozilla\NativeMessagingHosts\io.sidetone.browser" "firefox"
!macroend
!macro sidetoneAddHost KEY KIND
  WriteRegStr SHCTX "${KEY}" "" "$INSTDIR\resources\extension\${KIND}-host.json"
!macroend
!macro sidetoneRemoveHost KEY KIND
  DeleteRegKey SHCTX "${KEY}"
!macroend
!macro customInstall
  !insertmacro sidetoneNativeHosts sidetoneAddHost
!macroend
!macro customUnInstall
  !insertmacro sidetoneNativeHosts sidetoneRemoveHost
!macroend
