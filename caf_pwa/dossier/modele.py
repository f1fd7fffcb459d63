"""The household's tables. Names and dates are kept as the register gave them, unknown parts included."""

import enum
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import JSON, BigInteger, Enum, ForeignKey, String, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from caf_pwa.extensions import Centiemes, Instant, Modele
from caf_pwa.socle.recherche import cle_de_recherche


class Role(enum.Enum):
    """A person's place in the household. One dossier has one responsible person."""

    RESPONSABLE = "responsable"
    CONJOINT = "conjoint"
    ENFANT = "enfant"
    AUTRE = "autre"  # another dependant


class Foyer(Modele):
    __tablename__ = "foyers"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    reference: Mapped[str | None] = mapped_column(String(64))  # its name in the feed
    version: Mapped[int] = mapped_column(default=0)  # moves with every change of the dossier
    caisse: Mapped[str | None]
    regime: Mapped[str | None]
    numero_allocataire: Mapped[str | None] = mapped_column(index=True)
    situation: Mapped[str | None]
    situation_depuis: Mapped[date | None]
    adresse: Mapped[dict[str, str] | None] = mapped_column(JSON)  # keys of ADRESSE, empty ones left out
    compte_bancaire: Mapped[str | None]  # masked on arrival: the whole number is never kept
    titulaire_du_compte: Mapped[str | None]

    personnes: Mapped[list["Personne"]] = relationship(
        back_populates="foyer", cascade="save-update, merge", order_by="Personne.rang"
    )


ADRESSE = (
    "destinataire",
    "complement",
    "complement_geographique",
    "voie",
    "lieu_dit",
    "code_postal_ville",
    "pays",
)


class ObjetDuFoyer(Modele):
    """What belongs to a household. It is only ever fetched together with the household that asks for it."""

    __abstract__ = True

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    foyer_id: Mapped[str] = mapped_column(ForeignKey("foyers.id"), index=True)


class Personne(ObjetDuFoyer):
    __tablename__ = "personnes"

    reference: Mapped[str | None] = mapped_column(String(64))  # their name in the feed, which not all come from
    recherche: Mapped[str] = mapped_column(default="")  # their names as one looks for them
    version: Mapped[int] = mapped_column(BigInteger, default=0)  # of the household's record that describes them
    rang: Mapped[int]  # the order the register gives
    role: Mapped[Role] = mapped_column(Enum(Role, native_enum=False, length=16))
    sortie: Mapped[bool] = mapped_column(default=False)  # left the household: sees nothing of it any more
    nom_naissance: Mapped[str | None]
    nom_usage: Mapped[str | None]
    prenoms: Mapped[str | None]
    nom_complet: Mapped[str | None]  # where the register gives one string that nobody can split
    naissance: Mapped[str] = mapped_column(String(10), index=True)  # DatePartielle
    sexe: Mapped[str | None] = mapped_column(String(1))
    lieu_naissance: Mapped[str | None]
    commune_naissance: Mapped[str | None] = mapped_column(String(5))  # INSEE code; "" when born abroad; None: unknown
    pays_naissance: Mapped[str | None] = mapped_column(String(5))  # INSEE code
    empreinte_numero: Mapped[str | None] = mapped_column(String(64))  # keyed hash of their number, where it is known
    activite: Mapped[str | None]
    activite_depuis: Mapped[date | None]
    employeur: Mapped[str | None]
    courriel: Mapped[str | None]
    telephone: Mapped[str | None]

    foyer: Mapped[Foyer] = relationship(back_populates="personnes")

    @property
    def appellation(self) -> str:
        """How the app greets: the first names as registered, or the one string there is."""
        return self.prenoms or self.nom_complet or ""

    @property
    def nom_affiche(self) -> str:
        """First names and the name in use, as registered."""
        return self.nom_complet or " ".join(filter(None, (self.prenoms, self.nom_usage or self.nom_naissance)))


@event.listens_for(Personne, "before_insert")
@event.listens_for(Personne, "before_update")
def _noter_les_noms(_mapper: object, _connexion: object, personne: Personne) -> None:
    noms = (personne.nom_complet, personne.prenoms, personne.nom_usage, personne.nom_naissance)
    personne.recherche = cle_de_recherche(" ".join(filter(None, noms)))


class Ressource(ObjetDuFoyer):
    """One figure of a person's resources: of a year, or of a month of it."""

    __tablename__ = "ressources"

    releve_id: Mapped[str] = mapped_column(String(32))  # the feed's record, replaced as a whole
    personne_id: Mapped[str] = mapped_column(ForeignKey("personnes.id", ondelete="CASCADE"))
    annee: Mapped[int]
    mois: Mapped[int | None]
    libelle: Mapped[str]
    montant: Mapped[Decimal] = mapped_column(Centiemes)
    origine: Mapped[str] = mapped_column(String(16))
    payeur: Mapped[str | None]  # who paid it: an employer, an organism


class QuotientFamilial(ObjetDuFoyer):
    """A month's quotient. ``valeur`` is None when it cannot be computed: absent, never 0."""

    __tablename__ = "quotients_familiaux"

    mois: Mapped[date]  # its first day
    valeur: Mapped[int | None]
    motif: Mapped[str | None]  # why it cannot be computed
    fournisseur: Mapped[str | None]
    calcule_en: Mapped[date | None]  # the first day of the month it was computed in
    ressources: Mapped[Decimal | None] = mapped_column(Centiemes)  # a twelfth of the year's
    prestations: Mapped[Decimal | None] = mapped_column(Centiemes)  # the month's
    parts: Mapped[Decimal | None] = mapped_column(Centiemes)


class Changement(ObjetDuFoyer):
    """One value of the dossier that an accepted démarche changed: from what, to what, why, by whom and when.

    A confidential one is read by ``personne_id`` alone, who asked for it.
    """

    __tablename__ = "changements"

    personne_id: Mapped[str | None] = mapped_column(ForeignKey("personnes.id"))  # whom it names; None: everybody
    demandeur_id: Mapped[str | None] = mapped_column(ForeignKey("personnes.id"))  # who asked for it
    rubrique: Mapped[str]
    avant: Mapped[str | None]  # as shown to people
    apres: Mapped[str | None]
    cause_id: Mapped[str] = mapped_column(String(32))  # the démarche
    cause_titre: Mapped[str]
    auteur: Mapped[str]
    confidentiel: Mapped[bool] = mapped_column(default=False)
    rang: Mapped[int] = mapped_column(default=0)  # among the changes of one moment
    a: Mapped[datetime] = mapped_column(Instant)
    conteste_le: Mapped[datetime | None] = mapped_column(Instant)  # somebody says: not me


class Fait(ObjetDuFoyer):
    """What a person declared and the Caf accepted, where no other table has a place for it: a grant, a pregnancy."""

    __tablename__ = "faits"

    personne_id: Mapped[str] = mapped_column(ForeignKey("personnes.id"))
    libelle: Mapped[str]
    valeur: Mapped[str]
    confidentiel: Mapped[bool] = mapped_column(default=False)  # read by the person it names alone
