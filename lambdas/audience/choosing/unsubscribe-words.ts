/** What the pages say on which somebody leaves, and comes back. */
export const UNSUBSCRIBE_WORDS = {
  de: {
    askTitle: 'Vom Newsletter abmelden',
    ask: (title?: string) =>
      title
        ? `Möchten Sie den Newsletter „${title}“ nicht mehr bekommen?`
        : 'Möchten Sie diesen Newsletter nicht mehr bekommen?',
    button: 'Abmelden',
    others: 'Sie bekommen von uns noch andere Newsletter.',
    all: 'Von allen Newslettern abmelden',
    otherwise: 'Wenn Sie dabeibleiben möchten, schließen Sie diese Seite einfach.',
    doneTitle: 'Sie sind abgemeldet',
    done: (title?: string) =>
      title ? `Sie bekommen den Newsletter „${title}“ nicht mehr.` : 'Sie bekommen diesen Newsletter nicht mehr.',
    doneAll: 'Sie bekommen keinen unserer Newsletter mehr.',
    mistake: 'Das war ein Versehen?',
    undo: 'Abmeldung rückgängig machen',
    signUp: 'Neu anmelden',
    resumedTitle: 'Sie sind wieder dabei',
    resumed: 'Die Abmeldung ist rückgängig gemacht. Es bleibt alles, wie es war.',
    preferences: 'Themen und Häufigkeit ändern oder eine Pause machen',
    notResumedTitle: 'Das lässt sich nicht mehr rückgängig machen',
    notResumed:
      'Rückgängig machen geht nur in der ersten Stunde nach dem Abmelden. Wenn Sie den Newsletter wieder lesen möchten, melden Sie sich einfach neu an.',
  },
  en: {
    askTitle: 'Unsubscribe from the newsletter',
    ask: (title?: string) =>
      title
        ? `Would you like to stop getting the newsletter “${title}”?`
        : 'Would you like to stop getting this newsletter?',
    button: 'Unsubscribe',
    others: 'You get other newsletters from us, too.',
    all: 'Unsubscribe from all newsletters',
    otherwise: 'If you would like to stay, simply close this page.',
    doneTitle: 'You are unsubscribed',
    done: (title?: string) =>
      title ? `You will not get the newsletter “${title}” any more.` : 'You will not get this newsletter any more.',
    doneAll: 'You will get none of our newsletters any more.',
    mistake: 'Was it a mistake?',
    undo: 'Undo',
    signUp: 'Sign up again',
    resumedTitle: 'You are subscribed again',
    resumed: 'Unsubscribing has been undone. Everything stays as it was.',
    preferences: 'Change topics and frequency, or take a break',
    notResumedTitle: 'This cannot be undone any more',
    notResumed:
      'It can be undone within the first hour after unsubscribing only. If you would like to read the newsletter again, simply sign up anew.',
  },
};
