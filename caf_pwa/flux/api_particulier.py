"""A public "quotient familial" answer (API Particulier v1, v2, v3) as two records of the feed: household, quotient.

Public answers name no household: two of them are never joined on names. Unless the household is named on the
command line, the same answer always makes the same household, and another answer makes another.
"""

import hashlib
import json
from typing import Any

import yaml


class ReponseIllisible(Exception):
    """The file is not a "quotient familial" answer; the message says why, in French."""


def convertir(contenu: bytes, foyer: str | None = None) -> bytes:
    """The two lines of feed for one answer: JSON, or YAML with a ``payload``. Raises ReponseIllisible."""
    donnees = _charger(contenu)
    try:
        personnes, adresse, quotient, regime = _lire(donnees)
    except (KeyError, TypeError, AttributeError, ValueError) as erreur:
        raise ReponseIllisible(f"ce n’est pas une réponse « quotient familial » ({erreur})") from None
    identifiant = foyer or f"ap-{hashlib.sha256(_canonique(donnees)).hexdigest()[:24]}"
    for rang, personne in enumerate(personnes, start=1):
        personne["id"] = f"{identifiant}-{rang}"
    lignes: list[dict[str, Any]] = [
        _enregistrement(
            "foyer",
            identifiant,
            _version(quotient),
            {"regime": regime, "adresse": adresse, "personnes": personnes},
        )
    ]
    if quotient:
        mois = quotient["mois"]
        lignes.append(
            _enregistrement(
                "quotient_familial",
                f"{identifiant}-{mois}",
                _version(quotient),
                {"foyer": identifiant, **quotient},
            )
        )
    return b"".join(_canonique(ligne) + b"\n" for ligne in lignes)


def _charger(contenu: bytes) -> dict[str, Any]:
    try:
        texte = contenu.decode("utf-8-sig")
        charge = json.loads(texte) if texte.lstrip().startswith("{") else yaml.safe_load(texte)
        if isinstance(charge, dict) and "payload" in charge:
            charge = charge["payload"]
        donnees = json.loads(charge) if isinstance(charge, str) else charge
    except UnicodeDecodeError:
        raise ReponseIllisible("le fichier n’est pas en UTF-8") from None
    except (ValueError, yaml.YAMLError, RecursionError):
        raise ReponseIllisible("le fichier n’est ni du JSON ni du YAML complet") from None
    if not isinstance(donnees, dict):
        raise ReponseIllisible("le fichier ne contient pas un objet")
    return donnees


def _lire(
    donnees: dict[str, Any],
) -> tuple[list[dict[str, Any]], dict[str, Any] | None, dict[str, Any], str | None]:
    """Persons, address, quotient (empty when there is none), and the fund that answers."""
    corps = donnees.get("data", donnees)
    qf = corps.get("quotient_familial")
    if qf is None:
        qf = {
            "valeur": corps.get("quotientFamilial"),
            "fournisseur": corps.get("regime"),
            **{nom: corps.get(nom) for nom in ("annee", "mois")},
        }
    personnes = [
        _personne(personne, role)
        for role, liste in (("allocataire", corps["allocataires"]), ("enfant", corps.get("enfants") or []))
        for personne in liste
    ]
    for rang, personne in enumerate(p for p in personnes if p["role"] == "allocataire"):
        personne["role"] = "autre" if rang > 1 else ("responsable", "conjoint")[rang]
    return personnes, _adresse(corps.get("adresse")), _quotient(qf), qf.get("fournisseur")


def _personne(brute: dict[str, Any], role: str) -> dict[str, Any]:
    """Names exactly as given. Version 1 has one string, in either order: it is kept as one."""
    if "nomPrenom" in brute:
        noms = {"nom_complet": brute["nomPrenom"]}
    else:
        noms = {
            "nom_naissance": brute.get("nom_naissance", brute.get("nomNaissance")),
            "nom_usage": brute.get("nom_usage", brute.get("nomUsage", brute.get("nomUsuel"))),
            "prenoms": brute["prenoms"],
        }
    return {"role": role, "sexe": brute.get("sexe"), "naissance": _naissance(brute), **noms}


def _naissance(brute: dict[str, Any]) -> str:
    if "date_naissance" in brute:
        return str(brute["date_naissance"])
    if "dateDeNaissance" in brute:
        texte = str(brute["dateDeNaissance"])
        return f"{texte[4:]}-{texte[2:4]}-{texte[:2]}"
    parties = ((brute.get(f"{nom}DateDeNaissance"), taille) for nom, taille in (("annee", 4), ("mois", 2), ("jour", 2)))
    return "-".join(str(partie or 0).zfill(taille) for partie, taille in parties)


_CHAMPS_D_ADRESSE = {
    "destinataire": ("destinataire", "identite"),
    "complement": ("complement_information", "complementInformation", "complementIdentite"),
    "complement_geographique": (
        "complement_information_geographique",
        "complementInformationGeographique",
        "complementIdentiteGeo",
    ),
    "voie": ("numero_libelle_voie", "numeroLibelleVoie", "numeroRue"),
    "lieu_dit": ("lieu_dit", "lieuDit"),
    "code_postal_ville": ("code_postal_ville", "codePostalVille"),
    "pays": ("pays",),
}


def _adresse(brute: dict[str, Any] | None) -> dict[str, Any] | None:
    if brute is None:
        return None
    trouves = {
        notre: next((brute[nom] for nom in noms if brute.get(nom)), None) for notre, noms in _CHAMPS_D_ADRESSE.items()
    }
    return {notre: valeur for notre, valeur in trouves.items() if valeur is not None}


def _quotient(brut: dict[str, Any]) -> dict[str, Any]:
    if not brut.get("annee") or not brut.get("mois"):
        return {}
    calcule = _mois(brut["annee_calcul"], brut["mois_calcul"]) if brut.get("annee_calcul") else None
    valeur = brut.get("valeur")
    return {
        "mois": _mois(brut["annee"], brut["mois"]),
        "valeur": valeur,
        "motif": None if valeur is not None else "Aucun quotient familial n’est connu pour ce mois.",
        "fournisseur": brut.get("fournisseur"),
        "calcule_en": calcule,
    }


def _mois(annee: Any, mois: Any) -> str:
    return f"{int(annee):04}-{int(mois):02}"


def _version(quotient: dict[str, Any]) -> int:
    """An answer for a later month is a newer version of the household."""
    return int(quotient["mois"].replace("-", "")) if quotient else 1


def _enregistrement(genre: str, identifiant: str, version: int, donnees: dict[str, Any]) -> dict[str, Any]:
    return {"genre": genre, "id": identifiant, "version": version, "donnees": donnees}


def _canonique(objet: dict[str, Any]) -> bytes:
    return json.dumps(objet, sort_keys=True, ensure_ascii=False).encode()
