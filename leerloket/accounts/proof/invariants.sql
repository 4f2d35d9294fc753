-- What must always be true about money, bookings, privacy and work: each query returns no row.
-- A sentence starts with its number, its Dutch twin with nl, why it matters with waarom; the statement under it reads only the views of
-- schema audit_v1, so it holds whatever the tables look like. `leerloket check` and the page "Kloppen de boeken?" run them all.

-- M1 every transaction sums to zero per currency
-- nl Elke boeking is samen nul: wat erbij komt, gaat ergens af.
-- waarom Anders zou er ergens geld ontstaan of verdwijnen.
select tx_id from entry e join account c on c.id=account_id group by tx_id,currency having sum(cents)<>0;

-- M2 a transaction has at least two lines and none of zero
-- nl Elke boeking heeft minstens twee regels, en geen regel van nul.
-- waarom Een regel zonder tegenkant zegt niet waar het geld bleef.
select t.id from tx t left join entry e on e.tx_id=t.id group by t.id having count(e.id)<2 or bool_or(e.cents=0);

-- M3 no guarded account was ever below zero, at any point of its history (entry ids rise in the order in which an account's row lock was held)
-- nl Geen potje stond ooit onder nul, ook niet heel even.
-- waarom Wie meer uitgeeft dan er is, geeft geld van een ander uit.
select account_id,id from (select e.account_id,e.id,sum(e.cents) over(partition by e.account_id order by e.id) s from entry e join account c on c.id=e.account_id where c.guarded) q where s<0;

-- M4 cached balance equals the ledger
-- nl Het bewaarde saldo is de som van alle regels.
-- waarom U ziet het bewaarde saldo. Het moet dus precies kloppen.
select c.id from account c left join balance b on b.account_id=c.id left join entry e on e.account_id=c.id group by c.id,b.cents having coalesce(sum(e.cents),0)<>coalesce(b.cents,0);

-- M5 money of a booking returns only to the pot it came from, never more than was taken
-- nl Geld van een boeking gaat alleen terug naar het potje waar het vandaan kwam.
-- waarom Geld van uw werkgever mag geen eigen geld worden, en andersom.
select t.booking_id,e.account_id from entry e join tx t on t.id=e.tx_id join account c on c.id=e.account_id where c.kind='pot' and t.booking_id is not null group by 1,2 having sum(e.cents)>0;

-- M6 one actor+key gives at most one transaction and one request body
-- nl Wie iets twee keer verstuurt, doet het maar één keer.
-- waarom Twee keer klikken mag geen twee keer betalen zijn.
select actor,idem from tx where idem is not null group by 1,2 having count(*)>1 or count(distinct req_hash)>1;

-- M7 sealed transfers have no gap in seq, each hash follows from the previous hash and the row, and none waits longer than ten minutes for its seal
-- nl De keten van zegels is heel, en elke boeking krijgt binnen tien minuten een zegel.
-- waarom Wie achteraf een regel wijzigt, breekt de keten. Dat valt dan op.
select seq from (select t.*,lag(hash,1,repeat('0',64)) over w ph,lag(seq,1,0) over w ps,(select string_agg(account_id||':'||cents,',' order by e.id) from entry e where e.tx_id=t.id) body from tx t where seq is not null window w as (order by seq)) q where prev_hash<>ph or seq<>ps+1 or hash<>encode(sha256(convert_to(concat_ws('|',ph,seq,id,kind,actor,idem,booking_id,reverses,business_date,extract(epoch from created_at),body),'UTF8')),'hex') union all select null from tx where seq is null and created_at<now()-interval '10 minutes';

-- M8 a reversal mirrors its original exactly and happens once
-- nl Wat is teruggedraaid, is precies en maar één keer teruggedraaid.
-- waarom Een correctie die niet precies past, maakt een tweede fout.
select r.id from tx r where r.reverses is not null and (exists(select account_id from entry where tx_id in (r.id,r.reverses) group by 1 having sum(cents)<>0) or (select count(*) from tx where reverses=r.reverses)>1);

-- M9 a person gets each scheme once a year
-- nl Niemand krijgt een leerrecht twee keer in een jaar.
-- waarom Een leerrecht is er één keer per jaar, ook als het werk opnieuw begint.
select person_id,scheme,year from grant_ group by 1,2,3 having count(*)>1;

-- M10 business date is the Amsterdam date of the moment of posting
-- nl De boekdag is de dag in Amsterdam.
-- waarom Zo hoort elke regel bij precies één dag en één jaar.
select id from tx where business_date<>(created_at at time zone 'Europe/Amsterdam')::date and kind<>'correction';

-- M11 expired money is not spent
-- nl Verlopen geld is niet uitgegeven.
-- waarom Na de einddatum is het geld niet meer van deze persoon.
select e.id from entry e join tx t on t.id=e.tx_id join account c on c.id=e.account_id where e.cents<0 and t.kind='reserve' and t.business_date>c.expires_on;

-- M12 nothing is posted into a closed period
-- nl In een afgesloten dag komt niets meer bij.
-- waarom Een dag die klaar is, blijft zoals hij was.
select t.id from tx t join period p on t.business_date<=p.until and t.created_at>p.closed_at;

-- M13 corrections, clawbacks and manual payouts carry a second person
-- nl Bij elke correctie keek een tweede persoon mee.
-- waarom Eén persoon alleen mag geen geld terugdraaien.
select t.id from tx t where t.kind in('correction','clawback','payout_manual') and (approved_by is null or approved_by=actor);

-- M14 a provider has received, per booking, nothing or exactly what the settlement rule gives for the recorded attendance, never more than the price
-- nl Een aanbieder krijgt per boeking precies wat de regel zegt, nooit meer dan de prijs.
-- waarom Een aanbieder mag niet te veel en niet te weinig krijgen.
select t.booking_id from tx t join entry e on e.tx_id=t.id join account c on c.id=e.account_id join booking b on b.id=t.booking_id where c.kind='provider' group by 1,b.price_cents,b.due_cents having sum(e.cents) not in(0,coalesce(b.due_cents,0)) or coalesce(b.due_cents,0)>b.price_cents;

-- B1 at no moment more live bookings than seats
-- nl Nooit waren er meer boekingen dan plekken.
-- waarom Anders staat er iemand zonder stoel in de klas.
select edition_id from (select b.edition_id,sum(case when tos='reserved' then 1 when tos in('cancelled','expired','rejected') and frm in('reserved','confirmed') then -1 else 0 end) over(partition by b.edition_id order by v.at,v.booking_id,v.n) live,s.capacity from booking_event v join booking b on b.id=v.booking_id join edition s on s.id=b.edition_id) q where live>capacity;

-- B2 a person holds at most one seat in a session
-- nl Niemand heeft twee plekken in dezelfde groep.
-- waarom Dubbel geboekt is dubbel betaald.
select person_id,edition_id from booking where state in('reserved','confirmed','attended','paid') group by 1,2 having count(*)>1;

-- B3 every booking walked only legal steps and its state is the last step
-- nl Elke boeking nam alleen stappen die mogen.
-- waarom Een boeking kan geen stap overslaan, zoals betalen zonder aanwezigheid.
with ok(f,t) as (values(null,'reserved'),('reserved','confirmed'),('reserved','cancelled'),('reserved','expired'),('confirmed','cancelled'),('confirmed','attended'),('confirmed','no_show'),('reserved','rejected'),('attended','paid'),('no_show','paid'),('no_show','cancelled')), v as (select *,lag(tos) over(partition by booking_id order by n) prev,lead(n) over(partition by booking_id order by n) nx from booking_event) select v.booking_id from v join booking b on b.id=v.booking_id where frm is distinct from prev or not exists(select from ok where f is not distinct from v.frm and t=v.tos) or (nx is null and tos<>b.state) union select id from booking b where not exists(select from booking_event where booking_id=b.id);

-- B4 escrow holds exactly the price while a booking is live and nothing after
-- nl Zolang een boeking loopt, staat precies de prijs vast. Daarna niets.
-- waarom Zo is het geld er als de opleiding begint, en komt het vrij als die niet doorgaat.
select b.id from booking b left join tx t on t.booking_id=b.id left join entry e on e.tx_id=t.id and e.account_id in(select id from account where kind='escrow') group by b.id,b.state,b.price_cents having coalesce(sum(e.cents),0)<>case when state in('reserved','confirmed','attended','no_show') then price_cents else 0 end;

-- B5 the price paid was in force when booked
-- nl De betaalde prijs gold op het moment van boeken.
-- waarom Een prijs mag na het boeken niet hoger worden.
select b.id from booking b where not exists(select from price p where p.edition_id=b.edition_id and p.valid@>b.created_at and p.cents=b.price_cents);

-- B6 booked before start, paid out after start
-- nl Er is geboekt vóór de start en betaald na de start.
-- waarom Er gaat geen geld weg voor een opleiding die nog moet beginnen.
select b.id from booking b join edition s on s.id=b.edition_id where b.created_at>=s.starts_at union select t.booking_id from tx t join booking b on b.id=t.booking_id join edition s on s.id=b.edition_id where t.kind='capture' and t.created_at<s.starts_at;

-- B7 no payout without attendance declared and confirmed earlier by someone other than the payee (silence of the person counts, recorded as 'clock')
-- nl Er is pas betaald nadat iemand anders dan de aanbieder de aanwezigheid bevestigde.
-- waarom De aanbieder mag niet zelf zeggen dat hij betaald moet worden.
select t.booking_id from tx t join booking b on b.id=t.booking_id join edition s on s.id=b.edition_id join provider p on p.id=s.provider_id left join attendance a on a.booking_id=b.id where t.kind='capture' and (a.confirmed_at is null or a.confirmed_at>t.created_at or t.actor=any(p.user_ids) or a.confirmed_by=any(p.user_ids));

-- B8 the pot that pays belongs to the person who books
-- nl Het potje dat betaalt, is van de persoon die boekt.
-- waarom Niemand betaalt met het geld van een ander.
select t.id from tx t join booking b on b.id=t.booking_id join entry e on e.tx_id=t.id join account c on c.id=e.account_id where c.kind='pot' and c.person_id<>b.person_id;

-- B9 no booking at a provider not yet approved or suspended
-- nl Er is alleen geboekt bij een aanbieder die was toegelaten.
-- waarom Wie niet is toegelaten, krijgt geen geld.
select b.id from booking b join edition s on s.id=b.edition_id join provider p on p.id=s.provider_id where p.approved_at is null or b.created_at<p.approved_at or b.created_at>p.suspended_at;

-- P1 an adviser read happens only inside a live consent of that scope
-- nl Een adviseur keek alleen met toestemming.
-- waarom Iemand bepaalt zelf wie meekijkt.
select l.id from access_log l where role='adviser' and action<>'denied' and object_type in('plan','account','consult') and not exists(select from consent c where c.person_id=l.person_id and c.adviser_id=l.actor_id and c.scope=l.object_type and l.at>=c.given_at and l.at<least(coalesce(c.revoked_at,'infinity'),c.expires_at));

-- P2 and only in the adviser's own region
-- nl Een adviseur keek alleen bij mensen uit de eigen regio.
-- waarom Een loket werkt voor de eigen regio.
select l.id from access_log l join person p on p.id=l.person_id where role='adviser' and action<>'denied' and not exists(select from adviser a where a.user_id=l.actor_id and a.region=p.region);

-- P3 an employer never reads learning data
-- nl Een werkgever zag nooit wat iemand leert.
-- waarom Leren is van de werknemer zelf.
select id from access_log where role='employer' and action<>'denied' and object_type in('booking','module','edition','plan','consult','pot_citizen','pot_self');

-- P4 an employer reads only own, current employees
-- nl Een werkgever zag alleen de eigen werknemers van dat moment.
-- waarom Wie uit dienst is, is geen werknemer meer.
select l.id from access_log l where role='employer' and action<>'denied' and person_id is not null and not exists(select from employment m where m.person_id=l.person_id and m.employer_id=l.employer_id and m.valid@>(l.at at time zone 'Europe/Amsterdam')::date);

-- P5 every read states a purpose and a data subject
-- nl Bij elke keer kijken staat waarom, en bij wie.
-- waarom Zo kan iedereen zien wie keek en waarom.
select id from access_log where purpose is null or purpose='' or person_id is null and object_type in('plan','account','consult');

-- P6 an erased person has no identifying field left
-- nl Van wie is gewist, staat geen naam of adres meer hier.
-- waarom Wie wil verdwijnen, moet ook echt weg zijn.
select id from person where erased_at is not null and (name is not null or email is not null or bsn_ct is not null or bsn_hmac is not null);

-- P7 no clear BSN in text (repeat per text column; the dump scan of S17 is the stronger test)
-- nl Nergens staat een leesbaar burgerservicenummer.
-- waarom Een nummer hoort in de kluis, niet in een tekst.
select id from person, lateral regexp_matches(coalesce(name,'')||' '||coalesce(email,''),'(?<!\d)\d{9}(?!\d)','g') m where (9*substr(m[1],1,1)::int+8*substr(m[1],2,1)::int+7*substr(m[1],3,1)::int+6*substr(m[1],4,1)::int+5*substr(m[1],5,1)::int+4*substr(m[1],6,1)::int+3*substr(m[1],7,1)::int+2*substr(m[1],8,1)::int-substr(m[1],9,1)::int)%11=0;

-- O1 each message belongs to a committed fact, one message per fact
-- nl Elk bericht hoort bij iets dat echt gebeurde, en is er één keer.
-- waarom Een bericht over iets dat niet gebeurde, maakt mensen in de war.
select dedup from outbox group by 1 having count(*)>1 union select dedup from outbox o where not exists(select from tx where id=o.tx_id) and not exists(select from booking where id=o.booking_id);

-- O2 each confirmed booking has its message
-- nl Bij elke bevestigde boeking hoort een bericht.
-- waarom Wie een plek heeft, moet dat weten.
select v.booking_id from booking_event v where tos='confirmed' and not exists(select from outbox o where o.booking_id=v.booking_id and o.kind='confirmed');

-- O3 each job succeeds at most once per period
-- nl Elk werk van de klok lukt hoogstens één keer per periode.
-- waarom Werk dat twee keer loopt, kan twee keer geld geven.
select job,period from job_run where ok group by 1,2 having count(*)>1;

-- L1 what a pot holds for bookings is what escrow holds from it
-- nl Wat een potje vasthoudt, is wat er voor boekingen vaststaat.
-- waarom Anders staat er geld vast voor een boeking die er niet is.
select p.pot_id from held p where p.stored_cents<>p.escrow_cents;

-- L2 nothing is on its way from an employer to a pot when all is at rest
-- nl Er is geen geld onderweg van een werkgever naar een potje.
-- waarom Wat een werkgever gaf, moet bij een werknemer zijn aangekomen.
select a.id from account a join entry e on e.account_id=a.id where a.pot='transit' group by a.id having sum(e.cents)<>0;

-- L3 the seats taken in an edition are its live bookings
-- nl De bezette plekken zijn de lopende boekingen.
-- waarom Anders is een groep vol die niet vol is.
select edition_id from seat where taken<>live;

-- L4 every posting belongs to a transfer
-- nl Elke regel hoort bij een boeking in het grootboek.
-- waarom Een losse regel heeft geen reden en geen datum.
select e.id from entry e where not exists(select from tx t where t.id=e.tx_id);

-- L5 of no transfer more is taken back than it moved
-- nl Van geen regel is meer teruggedraaid dan er bij kwam.
-- waarom Een fout twee keer herstellen is een nieuwe fout.
select r.original_id from reversal r group by r.original_id having sum(r.cents)>(select coalesce(sum(e.cents),0) from entry e where e.tx_id=r.original_id and e.cents>0);

-- L6 a closed day still holds what its closing says
-- nl Een afgesloten dag is nog zoals hij werd afgesloten.
-- waarom Zo kan niemand later iets in een oude dag schrijven.
select c.day from closing c left join (select t.business_date,count(distinct t.id) n,sum(e.cents) cents from tx t join entry e on e.tx_id=t.id and e.cents>0 group by t.business_date) h on h.business_date=c.day where c.transfer_count<>coalesce(h.n,0) or c.moved_cents<>coalesce(h.cents,0);

-- L7 what waits to go back to employers is noted person by person
-- nl Wat terug moet naar werkgevers, staat per persoon genoteerd.
-- waarom Anders weet niemand van wie geld is dat onderweg is.
select noted_cents,booked_cents from waiting_returns where noted_cents<>booked_cents;

-- L8 what two people approved to take back is what was taken back, and they are two
-- nl Wat twee mensen goedkeurden, is precies wat is teruggedraaid.
-- waarom Een goedkeuring voor tien euro mag geen duizend euro verplaatsen.
select c.id from correction c where c.state='approved' and (c.decided_by=c.proposed_by or not exists(select from reversal r where r.tx_id=c.tx_id and r.original_id=c.original_id and r.cents=c.cents) or c.cents<>(select coalesce(sum(e.cents),0) from entry e where e.tx_id=c.tx_id and e.cents>0));
