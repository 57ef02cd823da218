// How the page of the report looks, on the screen and on A4 or Letter paper. Always light: it is made for paper.
import { report as text } from '../../../../shared/messages/en/report.ts';

export const pageStyle = `
@page { margin: 14mm 16mm 16mm; @bottom-left { content: ${JSON.stringify(text.foot)}; font: 12px/16px system-ui, sans-serif; color: #566170 }
@bottom-right { content: "${text.page} " counter(page) " ${text.of} " counter(pages); font: 12px/16px system-ui, sans-serif; color: #566170 } }
:root { color-scheme: light; --ink: #15181d; --muted: #566170; --line: #e1e5ea; --edge: #87919d; --accent: #0b5c63; --alarm: #b3122b; --good: #17693c }
* { box-sizing: border-box; margin: 0; padding: 0 }
body { max-width: 666px; margin: 56px auto; background: #fff; color: var(--ink); font: 13px/18px system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif; -webkit-print-color-adjust: exact; print-color-adjust: exact }
header { display: flex; align-items: flex-end; justify-content: space-between; gap: 24px; padding-bottom: 16px; border-bottom: 2px solid var(--ink) }
h1 { font-size: 20px; line-height: 28px; font-weight: 600 }
h2 { font-size: 15px; line-height: 20px; font-weight: 600; margin-bottom: 4px }
.m { color: var(--muted) } .small { font-size: 12px; line-height: 16px } .red { color: var(--alarm); font-weight: 600 } .good { color: var(--good); font-weight: 600 }
section { padding: 14px 0; border-bottom: 1px solid var(--line) }
h2, .keep, .lead, tr, li { break-inside: avoid } h2, .lead, thead { break-after: avoid } p { orphans: 3; widows: 3 }
dl { display: grid; grid-template-columns: 120px 1fr; gap: 4px 12px } dt { color: var(--muted) } dd { overflow-wrap: anywhere } .strong dd { font-weight: 600 }
header dl { grid-template-columns: auto auto; gap: 2px 12px; font-size: 12px; line-height: 16px }
.k { display: grid; grid-template-columns: repeat(4, 1fr); gap: 12px } .k b { display: block; font-size: 20px; line-height: 28px; font-weight: 600 } .k p { grid-column: 1 / -1 }
.two { display: grid; grid-template-columns: 1fr 310px; gap: 32px; break-inside: avoid } .two dl { margin-top: 8px }
svg { display: block; width: 310px; height: 104px; overflow: visible; font-size: 12px } figcaption { margin-top: 4px; text-align: center }
table { width: 100%; margin-top: 4px; border-collapse: collapse } th { color: var(--muted); font-size: 12px; line-height: 16px; font-weight: 600; text-align: left }
th, td { padding: 5px 10px 5px 0; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: break-word } tr:last-child td { border-bottom: 0 } thead { display: table-header-group }
/* Of 666 px: an identifier takes two lines, and there is room to write. */
.exceptions { table-layout: fixed } .exceptions th:nth-child(1) { width: 104px } .exceptions th:nth-child(2) { width: 148px } .exceptions th:nth-child(3) { width: 78px } .exceptions th:nth-child(4) { width: 144px } .exceptions th:nth-child(5) { width: 88px }
.n { text-align: right; white-space: nowrap } .w { white-space: nowrap } td.id { overflow-wrap: anywhere } .id { font-size: 12px; line-height: 18px } .fill { display: block; height: 15px; border-bottom: 1px dotted var(--edge) }
ul { padding-left: 18px } p + ul, ul + p, p + p { margin-top: 4px } code { font-family: ui-monospace, Consolas, monospace; font-size: 12px; overflow-wrap: anywhere }
.sig { display: grid; grid-template-columns: 1fr 1fr; gap: 32px; border: 0; padding-top: 56px; break-inside: avoid; break-before: avoid } .sig div { padding-top: 4px; border-top: 1px solid var(--ink) }
.own { break-before: page; border: 0 }
@media print { body { margin: 0 auto } footer { display: none } }
`;
