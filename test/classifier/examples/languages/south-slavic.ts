import type { Example } from '../example.ts';

export const southSlavic: readonly Example[] = [
  [1003, '554 Poslužitelj je na crnoj listi'],
  [1003, '554 Ip je blokiran'],
  [1004, '554 Neželjena pošta'],
  [1006, '421 Previše veza'],
  [1999, '550 Poruka je prevelika'],
  [1999, '550 Odbijeno'],
  [1999, 'Nemate dozvolu pisati grupi'],
  [2001, '550 Korisnik ne postoji'],
  [2001, '550 Nepoznat korisnik'],
  [2001, '550 Uporabnik ne obstaja'],
  [2001, '550 Потребител не съществува'],
  [2002, '550 Domena ne postoji'],
  [2004, '550 Račun je obrisan'],
  [3001, '552 Sandučić je pun'],
  [3002, '550 Korisnik je suspendiran'],
  [3003, '451 Pokušajte ponovo'],
  [3003, '451 Privremeno zatvoreno'],
  [3004, '550 Pošiljatelj je odbijen'],
  [3004, '550 O pošiljatelju ne znamo ništa'],
  [5001, 'Na godišnjem odmoru sam'],
];
