"""The fingerprint sensor of a phone in the tests: Chromium's virtual authenticator, for one window."""

from typing import Any

from playwright.sync_api import CDPSession

from tests.e2e.application import Application

# What was last asked of the sensor is written on the page, for a test to wait for it.
_NOTER = """const get = navigator.credentials.get.bind(navigator.credentials);
navigator.credentials.get = (options) => {
  const reponse = get(options);
  document.documentElement.dataset.demande = options.mediation ?? "";
  return reponse;
};"""


class Capteur:
    """Answers by itself, as a finger always on it; ``attendre`` takes the finger off."""

    def __init__(self, telephone: Application, prf: bool = True, transport: str = "internal") -> None:
        telephone.page.add_init_script(_NOTER)
        self._cdp: CDPSession = telephone.cdp()
        self._cdp.send("WebAuthn.enable", {"enableUI": False})
        options = {
            "protocol": "ctap2",
            "ctap2Version": "ctap2_1",
            "transport": transport,
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
            "hasPrf": prf,
        }
        self._id: str = self._cdp.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]

    def attendre(self, doigt: bool = False) -> None:
        """Without a finger, what is asked stays asked."""
        self._cdp.send("WebAuthn.setAutomaticPresenceSimulation", {"authenticatorId": self._id, "enabled": doigt})

    def refuser(self) -> None:
        """From now on the finger is not recognised. A sensor that refused once stays so."""
        self._cdp.send("WebAuthn.setUserVerified", {"authenticatorId": self._id, "isUserVerified": False})

    @property
    def cles(self) -> list[dict[str, Any]]:
        reponse = self._cdp.send("WebAuthn.getCredentials", {"authenticatorId": self._id})
        trouvees: list[dict[str, Any]] = reponse["credentials"]
        return trouvees
