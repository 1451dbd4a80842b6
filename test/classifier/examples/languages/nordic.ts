import type { Example } from '../example.ts';

export const nordic: readonly Example[] = [
  [1003, '554 Servern är svartlistad'],
  [1004, '554 Detta är skräppost'],
  [2001, '550 Mottagaren finns inte'],
  [2001, '550 Ukjent bruker'],
  [2001, '550 Modtageren blev ikke fundet'],
  [2001, '550 Tuntematon vastaanottaja'],
  [3001, '552 Postkassen er full'],
  [3001, '552 Brevlådan är full'],
  [3002, '550 Kontot är spärrat'],
  [3004, '550 Avsändaren är blockerad'],
  [5001, 'Autosvar: jag är borta'],
  [5001, 'Jag är på semester'],
  [1999, 'Du har inte behörighet att skriva till gruppen'],
];
