/** For screen and paper alike: black on white, A4, nothing that a copier loses. */
export const reportCss = `
*{box-sizing:border-box}
body{margin:0 auto;padding:12mm;max-width:210mm;background:#fff;color:#000;font:10.5pt/1.4 "Noto Sans","Noto Sans CJK SC","Microsoft YaHei","PingFang SC",sans-serif}
h1{font-size:17pt;margin:0 0 2mm}
h2{font-size:12.5pt;margin:7mm 0 2mm;border-bottom:1.2pt solid #000;break-after:avoid}
p{margin:1.5mm 0}
.head{display:flex;justify-content:space-between;gap:6mm;border-bottom:2pt solid #000;margin-bottom:3mm}
.small,.head small{font-size:8.5pt;color:#222}
table{width:100%;border-collapse:collapse;font-size:9pt}
th,td{border:.6pt solid #444;padding:1mm 1.6mm;text-align:left;vertical-align:top;overflow-wrap:anywhere}
th{background:#e6e6e6;overflow-wrap:break-word}
thead{display:table-header-group}
tr{break-inside:avoid}
.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.facts{display:grid;grid-template-columns:repeat(auto-fill,minmax(58mm,1fr));gap:2mm}
.facts div{border:.6pt solid #444;padding:1.5mm 2mm}
.facts b{display:block;font-size:13pt}
.photo{max-width:55mm;max-height:60mm;margin:0 1.5mm 1.5mm 0;vertical-align:top}
.map{width:100%;height:auto;break-inside:avoid}
.form{border:1.2pt solid #000;display:grid;grid-template-columns:repeat(6,1fr)}
.form>div{border:.6pt solid #000;padding:1.5mm 2mm;min-height:12mm;overflow-wrap:anywhere}
.form .label{font-size:8pt;font-weight:bold;margin-bottom:.5mm}
.w2{grid-column:span 2}.w3{grid-column:span 3}.w4{grid-column:span 4}.w6{grid-column:span 6}
.warn{border:1.2pt solid #000;padding:1.5mm 2mm;font-weight:bold}
.sheet+.sheet{break-before:page;margin-top:8mm}
@media print{body{padding:0;max-width:none}@page{size:A4;margin:12mm}}
`;
