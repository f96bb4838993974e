/* Made by `make browser` from stub_server/stripe_sim/browser; not edited by hand. */
"use strict";(()=>{function p(e){return typeof e=="object"&&e!==null&&e.shopstub===1}function E(e){let u=0,d=new Map,m=t=>{e.peer()?.postMessage({shopstub:1,...t},e.origin)},y=t=>{let i=e.peer();if(!i||t.source!==i||t.origin!==e.origin||!p(t.data))return;let{kind:c,id:n,name:a,value:g,error:x}=t.data;if(c==="tell")e.told(a,g);else if(c==="ask")Promise.resolve().then(()=>e.asked?.(a,g)).then(o=>m({kind:"answer",id:n,name:a,value:o}),o=>m({kind:"answer",id:n,name:a,error:String(o?.message??o)}));else if(n!==void 0){let o=d.get(n);d.delete(n),x!==void 0?o?.reject(new Error(x)):o?.resolve(g)}};return e.own.addEventListener("message",y),{tell(t,i){m({kind:"tell",name:t,value:i})},ask(t,i){let c=++u;return new Promise((n,a)=>{d.set(c,{resolve:n,reject:a}),m({kind:"ask",id:c,name:t,value:i})})},close(){e.own.removeEventListener("message",y);for(let{reject:t}of d.values())t(new Error("The frame is gone."));d.clear()}}}var U={en:{title:"Confirm that it is you",cancel:"Cancel"},de:{title:"Bestätigen Sie, dass Sie es sind",cancel:"Abbrechen"}},A=`
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
`,f=new URLSearchParams(location.hash.slice(1)),L=f.get("locale")?.startsWith("de")?"de":"en",h=U[L];document.documentElement.lang=L;var v=new URL(f.get("acsUrl")??"",location.href),b=/^https?:$/.test(v.protocol)?v:new URL("about:blank");b.searchParams.set("parent",location.origin);var w=E({own:window,peer:()=>window.parent,origin:f.get("parentOrigin")??"",told:()=>{}}),l=(e,u)=>Object.assign(document.createElement(e),{textContent:u}),M=l("style",A),r=l("main","");r.setAttribute("role","dialog");r.setAttribute("aria-modal","true");r.setAttribute("aria-labelledby","title");var j=l("header",""),P=l("h1",h.title);P.id="title";var k=l("button",h.cancel);k.type="button";k.addEventListener("click",()=>w.tell("canceled"));var S="";document.addEventListener("keydown",e=>{S=e.key});document.addEventListener("keyup",e=>{e.key==="Escape"&&S==="Escape"&&w.tell("canceled")});var s=document.createElement("iframe");s.id="challengeFrame";s.name="stripe-challenge-frame";s.title=h.title;j.append(P,k);r.append(j,s);document.head.append(M);document.body.append(r);r.tabIndex=-1;r.focus();window.addEventListener("message",e=>{e.source!==s.contentWindow||e.origin!==b.origin||p(e.data)&&e.data.name==="answered"&&w.tell("answered")});s.src=b.href;})();
