(()=>{const e=document.documentElement;e.dataset.js="";try{const t=localStorage.getItem("milepost-theme");(t==="milepost"||t==="milepost-dark")&&(e.dataset.theme=t)}catch{}})();
