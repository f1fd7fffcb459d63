/* What the screen says of an entry that waits: its state, what happens next, what there is to do. Pure. */

"use strict";

const Phrases = (() => {
  const RIEN = "Vous n’avez rien à faire.";
  const SANS_RESEAU = "Pas de réseau : rien n’est parti, rien n’est perdu.";

  /* What one can do. "vers": an address; the others are done on this device. */
  const ENVOYER = { acte: "presser", texte: "Envoyer maintenant" };
  const REESSAYER = { acte: "presser", texte: "Réessayer" };
  const MODIFIER = { acte: "rouvrir", texte: "Modifier" };
  const CORRIGER = { acte: "rouvrir", texte: "Corriger" };
  const RELIRE = { acte: "rouvrir", texte: "Relire et envoyer" };
  const COPIER = { acte: "copier", texte: "Enregistrer une copie" };
  const ABANDONNER = { acte: "abandonner", texte: "Abandonner" };
  const ICI = "/demarches/a-consulter";

  /* The form that needs no network: what is kept here is in it. */
  const formulaire = (slug) => `/demarches/${slug}/hors-connexion`;

  /* Why it has not left yet: the state in two words, then what happened. */
  const CAUSES = {
    reseau: ["Réseau coupé", "Le réseau a manqué pendant l’envoi. Rien n’est perdu."],
    serveur: ["Serveur occupé", "Le serveur de la Caf est occupé. Rien n’est perdu."],
    recu: ["À vérifier", "La Caf a répondu, mais sa signature n’a pas pu être vérifiée. Nous redemandons."],
    compte: ["En attente d’envoi", "Une autre personne était connectée. Cet envoi part sous votre nom seulement."],
  };

  const FERMEE = "Cette démarche n’est plus ouverte : sa date est passée, ou votre dossier a changé.";

  /* What changed meanwhile, and the choice; of one that is shut, the server says why. */
  const CONFLITS = {
    brouillon: {
      phrases: [
        "Vous avez commencé cette démarche ailleurs depuis, par exemple sur un ordinateur.",
        "Choisissez ce qui compte. Si vous envoyez ce qui est ici, cela prend la place de l’autre.",
      ],
      choix: [
        { acte: "rouvrir", texte: "Envoyer ce qui est ici" },
        { vers: "/demarches/a-transmettre", texte: "Voir l’autre" },
        { acte: "abandonner", texte: "Garder l’autre" },
      ],
    },
    version: {
      phrases: [
        "Les questions de cette démarche ont changé depuis.",
        "Vos réponses sont gardées. Relisez-les, répondez à ce qui est nouveau, puis envoyez.",
      ],
      choix: [RELIRE],
    },
    fermee: {
      phrases: [
        "Ce que vous avez écrit est gardé ici. Si elle s’ouvre de nouveau, touchez « Modifier » pour l’envoyer.",
      ],
      choix: [{ demarche: true, texte: "Voir pourquoi" }],
    },
    "deja-envoyee": {
      phrases: [
        "Vous avez déjà envoyé cette démarche pour la même période, et elle n’a pas encore sa réponse.",
        "Si elle dit la même chose, abandonnez ceci. Sinon, ouvrez-la : vous pourrez la corriger.",
      ],
      choix: [{ demarche: true, texte: "Voir ce qui a été envoyé" }],
    },
    traitee: {
      phrases: [
        "Votre Caf étudie déjà ce que vous aviez envoyé : cela ne se change plus ici.",
        "Gardez une copie de ce que vous vouliez changer, puis envoyez un document avec un mot.",
      ],
      choix: [{ vers: "/demarches/document", texte: "Envoyer un document" }],
    },
    retiree: {
      phrases: ["Cet envoi a été abandonné, puis repris. La Caf ne l’a pas.", "Relisez-le pour l’envoyer, ou abandonnez-le."],
      choix: [RELIRE],
    },
    cle: {
      phrases: ["Une autre version de cet envoi est déjà arrivée.", "Relisez celle-ci : si vous l’envoyez, elle prend sa place."],
      choix: [RELIRE],
    },
  };

  const demarche = (slug) => (choix) => (choix.demarche ? { ...choix, vers: `/demarches/${slug}` } : choix);

  /* "seul": whether this browser sends with the application closed. "derriere": an earlier one of the same démarche
     leaves first. */
  function attente({ cause, tentee, pasAvant, enCours }, { maintenant, seul, derriere }) {
    const ensuite = seul ? RIEN : `Ouvrez l’application quand il y a du réseau : il part tout seul.`;
    if (enCours) return { badge: "Envoi en cours", genre: "attente", phrases: [RIEN], envoi: true };
    if (cause === "portail") return portail();
    if (derriere) {
      return { badge: "En attente d’envoi", genre: "attente", phrases: [`Il part après le premier envoi de cette démarche. ${RIEN}`] };
    }
    if (!cause && !tentee) {
      return { badge: "En attente d’envoi", genre: "attente", phrases: [`Il part dès que possible. ${ensuite}`] };
    }
    const [badge, phrase] = CAUSES[cause] ?? ["En attente d’envoi", "L’envoi a été interrompu. Rien n’est perdu."];
    const encore = pasAvant > maintenant ? `Prochain essai ${quand(pasAvant, maintenant)}.` : "Il repart dès que possible.";
    return { badge, genre: "attente", phrases: [phrase, `${encore} ${ensuite}`] };
  }

  const portail = () => ({
    badge: "Wi-Fi à ouvrir",
    genre: "attention",
    aFaire: true,
    phrases: [
      "Une autre page a répondu à la place de la Caf. C’est souvent un Wi-Fi public qui attend que vous acceptiez ses conditions.",
      "Ouvrez une page dans votre navigateur pour les accepter, ou changez de réseau. L’envoi repart ensuite tout seul.",
    ],
  });

  const AUTRES = {
    reconnecter: () => ({
      badge: "Reconnectez-vous",
      genre: "attention",
      phrases: ["Reconnectez-vous pour envoyer. Il part tout seul ensuite."],
      choix: [{ vers: `/connexion?suite=${ICI}`, texte: "Me reconnecter" }],
    }),
    confirmer: () => ({
      badge: "Confirmez",
      genre: "attention",
      phrases: ["Ceci change quelque chose d’important. Confirmez que c’est vous, et il part aussitôt."],
      choix: [{ vers: `/compte/confirmer?suite=${ICI}`, texte: "Confirmer que c’est moi" }],
    }),
    corriger: ({ cause }) => ({
      badge: "À corriger",
      genre: "danger",
      phrases: ["La Caf n’a pas pu le prendre tel quel. Vos réponses et vos documents sont gardés ici."],
      liste: cause?.length ? cause.map(({ quoi }) => quoi) : ["Relisez vos réponses et vos documents, puis envoyez de nouveau."],
      choix: [CORRIGER],
    }),
    conflit: ({ cause, phrase, slug }) => {
      const { phrases, choix } = CONFLITS[cause] ?? CONFLITS.version;
      const dites = cause === "fermee" ? [phrase ?? FERMEE, ...phrases] : phrases;
      return { badge: "À vous de choisir", genre: "attention", phrases: dites, choix: choix.map(demarche(slug)) };
    },
    retrait: () => ({
      badge: "Abandon en cours",
      genre: "neutre",
      aFaire: false,
      phrases: [
        "Il était peut-être déjà parti : nous demandons à la Caf de ne pas le prendre. Si elle l’avait reçu, vous le verrez ici avec son numéro.",
        RIEN,
      ],
      choix: [REESSAYER],
      autres: [COPIER],
    }),
  };

  /* A draft was made from it: it waits until that one is saved or thrown away. */
  const retenue = ({ slug }) => ({
    badge: "En cours de modification",
    genre: "attention",
    phrases: ["Vous avez commencé à le modifier : il ne part pas en attendant. Terminez, ou laissez-le tel qu’il était."],
    choix: [{ vers: formulaire(slug), texte: "Continuer" }, { acte: "laisser", texte: "Ne rien changer" }],
    autres: [ABANDONNER, COPIER],
  });

  /* { badge, genre, phrases, liste, aFaire, envoi, choix: the first to offer, autres: the rest } */
  function de(entree, autour) {
    if (entree.etat === "attente" && !entree.retenue) {
      const dit = attente(entree, autour);
      return { liste: [], aFaire: false, ...dit, choix: dit.envoi ? [] : [ENVOYER], autres: [MODIFIER, ABANDONNER, COPIER] };
    }
    const dit = (entree.retenue ? retenue : AUTRES[entree.etat])(entree);
    const deja = new Set(dit.choix.map(({ acte }) => acte));
    const autres = [MODIFIER, ABANDONNER, COPIER].filter(({ acte }) => !deja.has(acte));
    return { liste: [], aFaire: true, autres, ...dit };
  }

  const heures = new Intl.DateTimeFormat("fr-FR", { hour: "numeric", minute: "2-digit" });
  const jours = new Intl.DateTimeFormat("fr-FR", { day: "numeric", month: "long" });

  const jour = (moment) => jours.format(moment).replace(/^1 /, "1er ");

  /* "à 21 h 05" today, else "le 3 décembre à 9 h 00". */
  function quand(moment, maintenant) {
    const [heure, minute] = heures.format(moment).split(":");
    const leJour = jour(moment) === jour(maintenant) ? "" : `le ${jour(moment)} `;
    return `${leJour}à ${Number(heure)} h ${minute}`;
  }

  function poids(octets) {
    if (octets < 1000) return "moins de 1 ko";
    const [valeur, unite] = octets < 1_000_000 ? [Math.round(octets / 1000), "ko"] : [Math.round(octets / 100_000) / 10, "Mo"];
    return `${valeur.toLocaleString("fr-FR")} ${unite}`;
  }

  const enMots = (nombre) => (nombre > 1 ? `${nombre} envois attendent` : "Un envoi attend");
  const deQuelquUn = (nombre) =>
    nombre > 1
      ? "Des envois d’une autre personne attendent sur cet appareil. Ils partiront quand elle se connectera."
      : "Un envoi d’une autre personne attend sur cet appareil. Il partira quand elle se connectera.";

  return { de, formulaire, quand, poids, enMots, deQuelquUn, RIEN, SANS_RESEAU };
})();
