/* Made by `make browser` from stub_server/stripe_sim/browser; not edited by hand. */
"use strict";(()=>{function f(e){return typeof e=="object"&&e!==null&&e.shopstub===1}function E(e){let u=0,d=new Map,m=t=>{e.peer()?.postMessage({shopstub:1,...t},e.origin)},y=t=>{let i=e.peer();if(!i||t.source!==i||t.origin!==e.origin||!f(t.data))return;let{kind:c,id:n,name:a,value:g,error:x}=t.data;if(c==="tell")e.told(a,g);else if(c==="ask")Promise.resolve().then(()=>e.asked?.(a,g)).then(r=>m({kind:"answer",id:n,name:a,value:r}),r=>m({kind:"answer",id:n,name:a,error:String(r?.message??r)}));else if(n!==void 0){let r=d.get(n);d.delete(n),x!==void 0?r?.reject(new Error(x)):r?.resolve(g)}};return e.own.addEventListener("message",y),{tell(t,i){m({kind:"tell",name:t,value:i})},ask(t,i){let c=++u;return new Promise((n,a)=>{d.set(c,{resolve:n,reject:a}),m({kind:"ask",id:c,name:t,value:i})})},close(){e.own.removeEventListener("message",y);for(let{reject:t}of d.values())t(new Error("The frame is gone."));d.clear()}}}var S={en:{title:"Confirm that it is you",cancel:"Cancel"},de:{title:"Bestätigen Sie, dass Sie es sind",cancel:"Abbrechen"}},A=`
html, body { height: 100%; margin: 0; background: transparent; font: 16px/1.5 system-ui, sans-serif; }
body { display: flex; align-items: center; justify-content: center; background: rgb(20 24 40 / 55%); }
main:focus { outline: none; }
main { display: flex; flex-direction: column; width: min(100%, 31rem); height: min(100%, 26rem);
  background: #fff; color: #1a1f36; border-radius: .6rem; overflow: hidden;
  box-shadow: 0 1rem 3rem rgb(0 0 0 / 35%); }
header { display: flex; align-items: center; justify-content: space-between; gap: 1rem;
  padding: .6rem 1rem; border-bottom: 1px solid #d8dce5; }
h1 { font-size: .95rem; margin: 0; }
button { font: inherit; font-weight: 600; color: #1a4fd6; background: none; border: 0; border-radius: .3rem;
  padding: .4rem .6rem; min-height: 2.75rem; cursor: pointer; }
button:hover { text-decoration: underline; }
button:focus-visible { outline: 3px solid #1a4fd6; outline-offset: 1px; }
iframe { flex: 1; border: 0; width: 100%; }
@media (max-width: 31rem) { main { border-radius: 0; height: 100%; } }
`,p=new URLSearchParams(location.hash.slice(1)),v=p.get("locale")?.startsWith("de")?"de":"en",h=S[v];document.documentElement.lang=v;var b=new URL(p.get("acsUrl")??"",location.href);b.searchParams.set("parent",location.origin);var w=E({own:window,peer:()=>window.parent,origin:p.get("parentOrigin")??"",told:()=>{}}),l=(e,u)=>Object.assign(document.createElement(e),{textContent:u}),M=l("style",A),o=l("main","");o.setAttribute("role","dialog");o.setAttribute("aria-modal","true");o.setAttribute("aria-labelledby","title");var L=l("header",""),j=l("h1",h.title);j.id="title";var k=l("button",h.cancel);k.type="button";k.addEventListener("click",()=>w.tell("canceled"));var P="";document.addEventListener("keydown",e=>{P=e.key});document.addEventListener("keyup",e=>{e.key==="Escape"&&P==="Escape"&&w.tell("canceled")});var s=document.createElement("iframe");s.id="challengeFrame";s.name="stripe-challenge-frame";s.title=h.title;L.append(j,k);o.append(L,s);document.head.append(M);document.body.append(o);o.tabIndex=-1;o.focus();window.addEventListener("message",e=>{e.source!==s.contentWindow||e.origin!==b.origin||f(e.data)&&e.data.name==="answered"&&w.tell("answered")});s.src=b.href;})();
