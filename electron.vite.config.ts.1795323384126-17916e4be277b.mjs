import "node:module";
import { resolve } from "node:path";
import { defineConfig } from "electron-vite";
import { svelte } from "@sveltejs/vite-plugin-svelte";
// electron.vite.config.ts
const root = import.meta.dirname;
var electron_vite_config_default = defineConfig({
	main: { build: {
		outDir: "out/main",
		target: "node20",
		externalizeDeps: { exclude: [
			"electron-log",
			"node-fetch",
			"valibot",
			"ws"
		] },
		rolldownOptions: {
			input: { index: resolve(root, "src/main/index.ts") },
			output: {
				format: "es",
				entryFileNames: "[name].js",
				chunkFileNames: "[name].js"
			}
		}
	} },
	preload: { build: {
		outDir: "out/preload",
		externalizeDeps: false,
		minify: true,
		rolldownOptions: {
			input: { preload: resolve(root, "src/main/preload.ts") },
			output: {
				format: "cjs",
				entryFileNames: "[name].cjs"
			}
		}
	} },
	renderer: {
		root: "src/renderer",
		plugins: [svelte()],
		build: {
			outDir: resolve(root, "out/renderer"),
			minify: true,
			modulePreload: { polyfill: false },
			rolldownOptions: { input: {
				main: resolve(root, "src/renderer/main.html"),
				widget: resolve(root, "src/renderer/widget.html")
			} }
		}
	}
});
export { electron_vite_config_default as default };

//# sourceMappingURL=data:application/json;charset=utf-8;base64,eyJ2ZXJzaW9uIjozLCJmaWxlIjoiZWxlY3Ryb24udml0ZS5jb25maWcuanMiLCJuYW1lcyI6W10sInNvdXJjZXMiOlsiL3dvcmsvbWFpbi9lbGVjdHJvbi52aXRlLmNvbmZpZy50cyJdLCJzb3VyY2VzQ29udGVudCI6WyIvLyBIb3cgdGhlIGFwcCBpcyBidWlsdDogYW4gRVMgbW9kdWxlIGZvciB0aGUgbWFpbiBwcm9jZXNzLCBvbmUgc2FuZGJveGFibGUgQ29tbW9uSlMgZmlsZSBmb3IgdGhlIHByZWxvYWQsIG1pbmlmaWVkIHdpbmRvd3MuXG5pbXBvcnQgeyByZXNvbHZlIH0gZnJvbSAnbm9kZTpwYXRoJztcbmltcG9ydCB7IGRlZmluZUNvbmZpZyB9IGZyb20gJ2VsZWN0cm9uLXZpdGUnO1xuaW1wb3J0IHsgc3ZlbHRlIH0gZnJvbSAnQHN2ZWx0ZWpzL3ZpdGUtcGx1Z2luLXN2ZWx0ZSc7XG5cbmNvbnN0IHJvb3QgPSBpbXBvcnQubWV0YS5kaXJuYW1lO1xuXG5leHBvcnQgZGVmYXVsdCBkZWZpbmVDb25maWcoe1xuICBtYWluOiB7XG4gICAgYnVpbGQ6IHtcbiAgICAgIG91dERpcjogJ291dC9tYWluJyxcbiAgICAgIHRhcmdldDogJ25vZGUyMCcsXG4gICAgICAvLyBFdmVyeXRoaW5nIGlzIGJ1bmRsZWQgYnV0IGtleXRhciwgd2hvc2UgbmF0aXZlIGFkZC1vbiBtdXN0IHN0YXkgYSBmaWxlIG9mIGl0cyBvd24uXG4gICAgICBleHRlcm5hbGl6ZURlcHM6IHsgZXhjbHVkZTogWydlbGVjdHJvbi1sb2cnLCAnbm9kZS1mZXRjaCcsICd2YWxpYm90JywgJ3dzJ10gfSxcbiAgICAgIHJvbGxkb3duT3B0aW9uczoge1xuICAgICAgICBpbnB1dDogeyBpbmRleDogcmVzb2x2ZShyb290LCAnc3JjL21haW4vaW5kZXgudHMnKSB9LFxuICAgICAgICBvdXRwdXQ6IHsgZm9ybWF0OiAnZXMnLCBlbnRyeUZpbGVOYW1lczogJ1tuYW1lXS5qcycsIGNodW5rRmlsZU5hbWVzOiAnW25hbWVdLmpzJyB9LFxuICAgICAgfSxcbiAgICB9LFxuICB9LFxuICBwcmVsb2FkOiB7XG4gICAgYnVpbGQ6IHtcbiAgICAgIG91dERpcjogJ291dC9wcmVsb2FkJyxcbiAgICAgIC8vIEEgc2FuZGJveGVkIHByZWxvYWQgY2FuIHJlcXVpcmUgbm90aGluZyBidXQgZWxlY3Ryb246IGFsbCBlbHNlIG11c3QgYmUgaW5zaWRlIHRoZSBvbmUgZmlsZS5cbiAgICAgIGV4dGVybmFsaXplRGVwczogZmFsc2UsXG4gICAgICBtaW5pZnk6IHRydWUsXG4gICAgICByb2xsZG93bk9wdGlvbnM6IHtcbiAgICAgICAgaW5wdXQ6IHsgcHJlbG9hZDogcmVzb2x2ZShyb290LCAnc3JjL21haW4vcHJlbG9hZC50cycpIH0sXG4gICAgICAgIG91dHB1dDogeyBmb3JtYXQ6ICdjanMnLCBlbnRyeUZpbGVOYW1lczogJ1tuYW1lXS5janMnIH0sXG4gICAgICB9LFxuICAgIH0sXG4gIH0sXG4gIHJlbmRlcmVyOiB7XG4gICAgcm9vdDogJ3NyYy9yZW5kZXJlcicsXG4gICAgcGx1Z2luczogW3N2ZWx0ZSgpXSxcbiAgICBidWlsZDoge1xuICAgICAgb3V0RGlyOiByZXNvbHZlKHJvb3QsICdvdXQvcmVuZGVyZXInKSxcbiAgICAgIG1pbmlmeTogdHJ1ZSxcbiAgICAgIC8vIFRoZSBjb250ZW50IHNlY3VyaXR5IHBvbGljeSBhbGxvd3Mgbm8gaW5saW5lIGRhdGEgZm9yIHNjcmlwdHMgYW5kIGZvbnRzOyBzbWFsbCBwaWN0dXJlcyBtYXkgc3RheSBpbmxpbmUuXG4gICAgICBtb2R1bGVQcmVsb2FkOiB7IHBvbHlmaWxsOiBmYWxzZSB9LFxuICAgICAgcm9sbGRvd25PcHRpb25zOiB7XG4gICAgICAgIGlucHV0OiB7XG4gICAgICAgICAgbWFpbjogcmVzb2x2ZShyb290LCAnc3JjL3JlbmRlcmVyL21haW4uaHRtbCcpLFxuICAgICAgICAgIHdpZGdldDogcmVzb2x2ZShyb290LCAnc3JjL3JlbmRlcmVyL3dpZGdldC5odG1sJyksXG4gICAgICAgIH0sXG4gICAgICB9LFxuICAgIH0sXG4gIH0sXG59KTtcbiJdLCJtYXBwaW5ncyI6Ijs7Ozs7QUFLQSxNQUFNLE9BQU8sWUFBWTtBQUV6QixJQUFBLCtCQUFlLGFBQWE7Q0FDMUIsTUFBTSxFQUNKLE9BQU87RUFDTCxRQUFRO0VBQ1IsUUFBUTtFQUVSLGlCQUFpQixFQUFFLFNBQVM7R0FBQztHQUFnQjtHQUFjO0dBQVc7RUFBSSxFQUFFO0VBQzVFLGlCQUFpQjtHQUNmLE9BQU8sRUFBRSxPQUFPLFFBQVEsTUFBTSxtQkFBbUIsRUFBRTtHQUNuRCxRQUFRO0lBQUUsUUFBUTtJQUFNLGdCQUFnQjtJQUFhLGdCQUFnQjtHQUFZO0VBQ25GO0NBQ0YsRUFDRjtDQUNBLFNBQVMsRUFDUCxPQUFPO0VBQ0wsUUFBUTtFQUVSLGlCQUFpQjtFQUNqQixRQUFRO0VBQ1IsaUJBQWlCO0dBQ2YsT0FBTyxFQUFFLFNBQVMsUUFBUSxNQUFNLHFCQUFxQixFQUFFO0dBQ3ZELFFBQVE7SUFBRSxRQUFRO0lBQU8sZ0JBQWdCO0dBQWE7RUFDeEQ7Q0FDRixFQUNGO0NBQ0EsVUFBVTtFQUNSLE1BQU07RUFDTixTQUFTLENBQUMsT0FBTyxDQUFDO0VBQ2xCLE9BQU87R0FDTCxRQUFRLFFBQVEsTUFBTSxjQUFjO0dBQ3BDLFFBQVE7R0FFUixlQUFlLEVBQUUsVUFBVSxNQUFNO0dBQ2pDLGlCQUFpQixFQUNmLE9BQU87SUFDTCxNQUFNLFFBQVEsTUFBTSx3QkFBd0I7SUFDNUMsUUFBUSxRQUFRLE1BQU0sMEJBQTBCO0dBQ2xELEVBQ0Y7RUFDRjtDQUNGO0FBQ0YsQ0FBQyJ9