/* Made by `make browser` from stub_server/stripe_sim/browser; not edited by hand. */
"use strict";(()=>{window.Stripe=function(){};})();
