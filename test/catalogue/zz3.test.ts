import { test } from "vitest";
import { readFileSync, writeFileSync } from "node:fs";
import { catalogue } from "../../src/catalogue/index.js";
import { scanText } from "../../src/index.js";
test("recall",()=>{
 const rows=readFileSync("/tmp/cat/positives.jsonl","utf8").trim().split("\n").map(l=>JSON.parse(l));
 const by=new Map<string,any>();
 const marked=catalogue.filter(d=>d.id!=="generic-api-key"&&d.id!=="generic-password");
 for(const r of rows){const k=r.service+" | "+r.name;const e=by.get(k)??{n:0,f:0,x:0,m:r.marked,shape:r.shape,src:r.src,ids:new Set(),svc:r.service};by.set(k,e);e.n++;
  const fs=scanText(r.text,undefined,{detectors:marked}).findings.filter(f=>f.kind==="secret");
  if(fs.some(f=>f.matched.includes(r.token)||r.token.includes(f.matched))){e.f++;if(fs.some(f=>f.matched===r.token))e.x++;fs.forEach(f=>e.ids.add(f.detector))}else e.t??=r.text;}
 const all=[...by.entries()];
 for(const m of [true,false]){const a=all.filter(([,e])=>e.m===m);const s=new Set(a.map(([,e])=>e.svc));const sf=new Set(a.filter(([,e])=>e.f>0).map(([,e])=>e.svc));
  console.log(m?"marked":"unmarked","creds",a.length,"full",a.filter(([,e])=>e.f===e.n).length,"part",a.filter(([,e])=>e.f>0&&e.f<e.n).length,"none",a.filter(([,e])=>e.f===0).length,"exact of found",a.reduce((p,[,e])=>p+e.x,0)/a.reduce((p,[,e])=>p+e.f,0),"services",s.size,sf.size);}
 writeFileSync("/tmp/cat/miss.txt",all.filter(([,e])=>e.m&&e.f<e.n).map(([k,e])=>`${e.f}/${e.n} ${k} :: ${e.shape.slice(0,140)} [${e.src}] ${e.t?.slice(0,150)}`).sort().join("\n"));
 writeFileSync("/tmp/cat/inexact.txt",all.filter(([,e])=>e.m&&e.x<e.f).map(([k,e])=>`${e.x}/${e.f} ${k} :: ${e.shape.slice(0,140)} [${e.src}] ${[...e.ids]}`).sort().join("\n"));
},600000);
