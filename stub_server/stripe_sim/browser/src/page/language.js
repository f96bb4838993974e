/** Errors in the buyer's language: Stripe.js words them anew, by code, where it speaks it. */

/** @type {Record<string, string>} */
const GERMAN = {
  api_connection_error:
    'Die Verbindung zu unserem Zahlungsanbieter ist gestört. Bitte prüfen Sie Ihre ' +
    'Internetverbindung und versuchen Sie es noch einmal.',
  card_declined: 'Ihre Karte wurde abgelehnt.',
  card_velocity_exceeded:
    'Ihre Karte wurde abgelehnt, weil zu häufig abgebucht oder ihr Limit überschritten wurde.',
  expired_card: 'Ihre Karte ist abgelaufen.',
  incorrect_cvc: 'Der Sicherheitscode Ihrer Karte ist falsch.',
  incorrect_number: 'Ihre Kartennummer ist ungültig.',
  insufficient_funds: 'Ihre Karte ist nicht ausreichend gedeckt.',
  intent_authentication_failure:
    'Wir können Ihre Zahlungsmethode nicht authentifizieren. Bitte wählen Sie eine andere ' +
    'Zahlungsmethode und versuchen Sie es noch einmal.',
  invalid_cvc: 'Der Sicherheitscode Ihrer Karte ist ungültig.',
  invalid_expiry_month: 'Der Ablaufmonat Ihrer Karte ist ungültig.',
  invalid_expiry_year: 'Das Ablaufjahr Ihrer Karte ist ungültig.',
  processing_error:
    'Bei der Verarbeitung Ihrer Karte ist ein Fehler aufgetreten. Bitte versuchen Sie es gleich noch einmal.',
};

/** The language tag, or the browser's where `auto` was. @param {string} locale */
export const localeOf = (locale) => (locale === 'auto' ? navigator.language : locale);

/** The error as buyers are told it. @param {any} error @param {string} locale */
export function worded(error, locale) {
  // A test card in live mode, a real one in test mode: that is for the shop, not for its buyers.
  if (!localeOf(locale).startsWith('de') || error.decline_code === 'test_mode_live_card') {
    return error;
  }
  const code = error.code?.replace(/^(payment|setup)_/, '');
  const message = GERMAN[error.decline_code] ?? GERMAN[code] ?? GERMAN[error.type];
  return message ? { ...error, message } : error;
}
