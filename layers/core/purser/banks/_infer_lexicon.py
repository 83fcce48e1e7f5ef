"""Words inside the rows of statements: directions, states, balances and totals, and what usually moves which way."""

from functools import cache, lru_cache

from purser.banks._infer_words import Lexicon, fold

DIRECTIONS: tuple[tuple[str, str], ...] = (
    ("debit|dbit|dr|d|db|debits", "credit|crdt|cr|c|credits"),
    ("debit|d", "credit|k|kredit"),
    ("af|uit|debet", "bij|in|credit"),
    ("s|soll", "h|haben"),
    ("ausgang|ausgabe|belastung|lastschrift|abgang", "eingang|einnahme|gutschrift|zugang"),
    ("d", "h"),
    ("cargo|cargos|debe|egreso|gasto|salida|retiro|c|adeudo", "abono|abonos|haber|ingreso|entrada|deposito|a"),
    ("debito|saida|despesa", "credito|entrada|receita"),
    ("dare|addebito|uscita|uscite|d", "avere|accredito|entrata|entrate|a"),
    ("depense|sortie|retrait", "recette|entree|depot|versement"),
    ("wn|obciazenie|obciazenia|wydatek|rozchod|wychodzacy|wychodzaca", "ma|uznanie|uznania|wplyw|przychod|przychodzacy"),
    ("odchozi|vydaj|debet|na_vrub|odchodzi|d", "prichozi|prijem|kredit|ve_prospech|k"),
    ("t|terheles|kiadas|kimeno", "j|jovairas|bevetel|bejovo"),
    ("plata|iesire|cheltuiala", "incasare|intrare|venit"),
    ("isplata|duguje|rashod|odljev|breme", "uplata|potrazuje|prihod|priljev|dobro"),
    ("uttag|utgift|ut|minus|utbetalning", "insattning|inkomst|in|plus|inbetalning"),
    ("udgift|ud|haevet|udbetaling|ut|uttak", "indtaegt|ind|indsat|indbetaling|inn|innskudd"),
    ("otto|meno|debet|veloitus|lahteva", "pano|tulo|kredit|hyvitys|saapuva"),
    ("b|borc|gider|cikis|giden", "a|alacak|gelir|giris|gelen"),
    ("расход|списание|дебет|дт|д", "приход|зачисление|поступление|пополнение|кредит|кт|к"),
    ("витрата|витрати|списання", "надходження|зарахування"),
    ("χ|χρεωση", "π|πιστωση"),
    ("חובה", "זכות"),
    ("支出|借|借方|转出|出金|支払い", "收入|贷|贷方|转入|入金|預り"),
    ("출금|지출", "입금|수입"),
    ("-|−", "+"),
    ("out|outflow|outgoing|withdraw|expense|spend|spent|sent|paid_out|paid", "in|inflow|incoming|received|paid_in"),
    ("money_out", "money_in"),
    ("payment_out|withdrawal|withdrawals", "payment_in|deposit|deposits|income"),
    ("debit|withdrawal|expense|spend|exp", "credit|deposit|income|inc"),
)  # fmt: skip
"""Pairs of word lists: money out, money in. The words of one column must all come from one pair."""

_PENDING = Lexicon(
    "pending authoris* authoriz* hold on_hold processing in_process in_progress uncleared unposted reserved preauth*"
    " estimated open vorgemerkt vorgemerkte ausstehend* offen reserviert en_attente en_cours a_venir pendiente* retenido"
    " in_attesa non_contabilizzat* pendente* in_behandeling gereserveerd oczekuj* w_realizacji blokada cekajici nezauctovan*"
    " fuggo zarolt in_asteptare na_cekanju nicht_verbucht noch_nicht_* in_bearbeitung provisorisch in_sospeso sospes*"
    " da_contabilizzare en_suspens non_comptabilis* nierozliczon* zawieszon* w_toku nezuctovan* cakajuc* varattu"
    " venter afventer* under_behandling ikke_bokfort ej_bokford kommande reserverad preliminar reserveret reservert varaus"
    " katevaraus beklemede provizyon forecast*"
    " autorizad* autorizzat* autorise autorisee autorisiert en_proceso en_tramite in_elaborazione cativo cativa"
    " em_processamento a_aguardar aguardando openstaand nog_niet_* zablokowan* w_trakcie_* blokac* rezerv* ceka_na_* zarolas"
    " folyamatban konyvelesre_var in_procesare blocat blocata bekliyor islemde reserverat vantande reservation odottaa"
    " kasittelyssa vireilla u_obradi σε_αναμονη εκκρεμ* δεσμευμεν* авторизац* не_провед* в_обробці очіку* заблоковано"
    " в_обработке ожида* холд обрабатывается pending_* αναμονη 处理中 待处理 承認待ち 未確定"
)
_RESERVED = Lexicon(
    "authorization authorisation preauthorization preauthorisation authorization_hold account_hold autorisierung einbehaltung"
    " autorizacion autorizzazione autorisatie autoryzacja autorizacao"
)
"""Kinds of rows that only set money aside, or let it go again."""
_FAILED = Lexicon(
    "failed fail failure declined decline rejected reject refused reverted cancelled canceled cancel voided void expired"
    " error denied returned_unpaid unsuccessful not_executed fehlgeschlagen abgelehnt storniert abgebrochen nicht_ausgefuhrt"
    " echoue refuse annule rejete rechazad* anulad* cancelad* fallid* respint* annullat* rifiutat* recusad* rejeitad*"
    " geweigerd geannuleerd mislukt odrzucon* anulowan* zamitnut* zrusen* neuspesn* elutasit* torolt sikertelen meghiusult"
    " avbruten nekad avvist annulleret hylatty peruttu iptal basarisiz reddedil* отклонен* отменен* неуспешн* ошибка"
    " stornat* stornir* negato negata zuruckgewiesen odmitnut* respins* anulat* refuzat* makulera* afvist kansellert"
    " peruutettu odbijen* otkazan* απορριφθηκε ακυρωθηκε отмена відхилен* скасован*"
    " неуспіш* 失败 已关闭 交易关闭 已取消 取消"
)
_BALANCE_ROW = Lexicon(
    "opening_balance closing_balance beginning_balance ending_balance start_balance starting_balance end_balance"
    " balance_forward balance_brought_forward brought_forward carried_forward balance_carried_forward previous_balance"
    " final_balance statement_balance current_balance available_balance balance_at balance_as_of balance_as_at balance_b_f"
    " balance_c_f b_f c_f total_debits total_credits last_statement_balance ledger_balance anfangssaldo endsaldo"
    " anfangsbestand endbestand alter_saldo neuer_saldo alter_kontostand neuer_kontostand kontostand kontostand_am"
    " saldovortrag schlusssaldo eroffnungssaldo abschlusssaldo saldo_vortrag kontostand_vom letzter_kontostand solde_initial"
    " solde_final solde_precedent nouveau_solde ancien_solde solde_au solde_en_fin solde_debut solde_fin report_solde"
    " saldo_anterior saldo_inicial saldo_final saldo_del_dia saldo_do_dia saldo_atual saldo_actual saldo_dia s_a_l_d_o"
    " saldo_em saldo_total saldo_bloqueado saldo_disponivel saldo_disponible saldo_parcial saldo_dia_anterior saldo_iniziale"
    " saldo_finale saldo_contabile saldo_disponibile saldo_precedente saldo_al saldo_liquido beginsaldo eindsaldo"
    " vorig_saldo nieuw_saldo saldo_oud saldo_nieuw openingssaldo slotsaldo oud_saldo saldo_per saldo_poczatkowe"
    " saldo_koncowe saldo_na_dzien saldo_otwarcia saldo_zamkniecia pocatecni_zustatek konecny_zustatek pociatocny_zostatok"
    " konecny_zostatok nyito_egyenleg zaro_egyenleg nyitoegyenleg zaroegyenleg sold_initial sold_final pocetno_stanje"
    " zavrsno_stanje ingaende_saldo utgaende_saldo ingaende_balans utgaende_balans startsaldo slutsaldo primosaldo"
    " ultimosaldo inngaende_saldo alkusaldo loppusaldo devreden_bakiye devir_bakiye acilis_bakiye kapanis_bakiye"
    " onceki_bakiye algsaldo loppsaldo likutis_pradziai likutis_pabaigai pradinis_likutis galutinis_likutis sakuma_atlikums"
    " beigu_atlikums входящий_остаток исходящий_остаток входящее_сальдо исходящее_сальдо остаток_на початковий_залишок"
    " solde_crediteur solde_debiteur report_a_nouveau saldo_ubertrag saldoubertrag ubertrag_saldo saldo_na_koniec"
    " saldo_na_poczatek saldo_na_poczatku sold_anterior sold_precedent pocatecni_stav konecny_stav zustatek_ke_dni"
    " minuly_zustatek konacno_stanje krajnje_stanje prethodno_stanje novo_stanje stanje_na_dan zacetno_stanje koncno_stanje"
    " acilis_bakiyesi kapanis_bakiyesi primo_saldo saldo_primo ultimo_saldo saldo_ultimo saldo_fra overfort_saldo atlikums_uz"
    " αρχικο_υπολοιπο τελικο_υπολοιπο προηγουμενο_υπολοιπο νεο_υπολοιπο υπολοιπο_εκ_μεταφορας υπολοιπο_απο_μεταφορα"
    " начално_салдо крайно_салдо залишок_на вхідний_залишок вихідний_залишок saldo_a saldo_ao saldo_a_fecha saldo_a_data"
    " 期初余额 期末余额 上期余额 前月繰越 繰越 전월이월 이월"
)
_BALANCE_WORDS = frozenset(
    {"saldo", "balance", "bal", "solde", "zustatek", "egyenleg", "bakiye", "devir", "остаток", "сальдо", "余额", "残高", "잔액"}
)
"""Words that state a balance if they stand alone."""
_TOTAL_ROW = Lexicon(
    "total totals grand_total sub_total subtotal total_amount sum turnover* summe gesamt gesamtsumme zwischensumme"
    " gesamtbetrag totale totali totaux total_general somme totaal totaalbedrag suma razem lacznie celkem spolu osszesen"
    " mindosszesen ukupno summa totalt sammanlagt yhteensa toplam итого всего разом усього συνολο סהכ 合计 总计 合計 합계 obroty"
    " kokku viso is_viso kopa apgrozijums apyvarta kaive soucet rulaj общо всього i_alt skupaj συνολα"
)
OUT = Lexicon(
    "purchase* pos card_payment card_purchase debit_card_purchase point_of_sale contactless* visa_purchase direct_debit"
    " dir_debit bill_payment bill_pay atm atm_withdrawal cash_withdrawal withdrawal service_charge monthly_fee annual_fee"
    " late_fee overdraft_fee foreign_transaction_fee maintenance_fee wire_fee interest_charge interest_charged"
    " finance_charge subscription* groceries grocery restaurant* supermarket* pharmacy petrol gas_station fuel parking"
    " household rent mortgage insurance taxi cafe coffee bakery food_drink food_and_drink dining entertainment merchandise"
    " sale shop shopping hotel airlines utilities toll spend kartenzahlung lastschrift basislastschrift geldautomat"
    " bargeldauszahlung barabhebung bankomat kartenumsatz einkauf miete strom versicherung* bargeldbezug kartenentgelt"
    " kontofuhrung* folgelastschrift lebensmittel tankstelle apotheke drogerie entgeltabschluss girocard maestro abbuchung"
    " paiement_par_carte paiement_carte paiement_cb achat carte facture_carte prlv prelevement* retrait retrait_dab"
    " retrait_gab cheque_emis frais cotisation* loyer echeance pret assurance* supermarche boulangerie pharmacie abonnement"
    " compra compras pago_con_tarjeta compra_tarj pago_tarjeta recibo adeudo cajero reintegro domiciliac* comision* alquiler"
    " seguro hipoteca disposicion_efectivo supermercado gasolinera farmacia panaderia pago_en pagamento_pos pagamento_carta"
    " prelievo prelievo_bancomat addebito addebito_diretto bolletta canone commissioni affitto mutuo acquisto supermercato"
    " pagamento_con_carta bancomat imposta_di_bollo debito_automatico pagamento_de saque levantamento pagamento_conta tarifa"
    " aluguel anuidade mercado padaria pag_servicos mensalidade betaalautomaat geldautomaat geldopname pinbetaling betaalpas"
    " incasso sepa_incasso automatische_incasso huur verzekering aankoop boodschappen bea gea betaalverkeerkosten"
    " maandpremie platnosc_karta zakup* zakup_przy_uzyciu_karty wyplata_z_bankomatu wyplata_gotowki oplata oplaty prowizja"
    " czynsz blik wychodzacy transakcja_karta polecenie_zaplaty sklep platba_kartou nakup vyber_z_bankomatu poplatek"
    " inkaso najem odchozi_platba platba_kartu vasarlas kartyas_vasarlas keszpenzfelvetel atm_keszpenzfelvet* kozuzemi"
    " berleti csoportos_beszedes kortkop kortbetalning uttag bankomatuttag autogiro hyra avgift betalning_mottagare varekjop"
    " varekop kontanthaeving dankort* dankort_nota visa_vare avtalegiro husleje husleie efaktura gebyr visa_kob kontaktlos"
    " korttiosto automaattinosto kateisnosto vuokra palvelumaksu e_lasku ostos* kaart_ost ostukorv makse_kaardiga pirkums"
    " kortele alisveris harcama market nakit_cekim para_cekme fatura_odeme kira aidat pos_harcama покупка покупки оплата"
    " снятие_наличных супермаркет* комиссия продукты аптека аренда фастфуд рестораны купівля plata_la_pos plata_card"
    " cumparare retragere_numerar comision retragere kupovina מכולת סופר דלק"
    " 消费 购买 美团 饿了么 滴滴 餐饮 購入 スーパー コンビニ amazon* amzn*"
    " paypal_europe netflix* spotify* uber* lyft starbucks mcdonald* mcdonalds burger_king kfc subway wendy* wendys domino*"
    " pizza* dunkin* chipotle walmart* target costco* safeway kroger* trader_joe* whole_foods cvs* walgreens best_buy"
    " home_depot lowe* apple_com* apple_store itunes* google_play google_cloud google_storage microsoft* steam* steamgames"
    " playstation* airbnb* booking_com expedia ryanair easyjet lufthansa vueling klm ikea* lidl aldi hofer rewe* edeka*"
    " penny netto kaufland spar eurospar interspar billa merkur dm_drogerie rossmann mueller migros coop denner carrefour*"
    " auchan leclerc intermarche monoprix casino decathlon* fnac zara primark mercadona eroski dia esselunga conad"
    " albert_heijn jumbo_* kruidvat hema etos action delhaize colruyt biedronka zabka orlen tesco* sainsbury* asda morrisons"
    " waitrose marks_spencer boots greggs argos shell esso texaco chevron exxon* aral omv total_energies deliveroo just_eat"
    " doordash* grubhub* ubereats github* adobe* dropbox hulu disney* vodafone* telekom* verizon* comcast* att_* t_mobile*"
    " sprint orange bouygues telefonica o2 proximus kpn ziggo woolworths coles bunnings countdown wilson_parking"
    " auckland_transport loblaws tim_hortons canadian_tire shoppers_drug metro_* sobeys petro_canada пятерочка перекресток"
    " магнит лента яндекс* ozon* wildberries* rimi maxima ica hemkop willys netto_* rema kiwi prisma k_market s_market bim"
    " a101 sok_market migros_* sparfun* sparkfun apteka dm penny_markt obi bauhaus hornbach* sncf* db_vertrieb* dsb ns_groep"
    " swiggy* zomato* bigbasket* flipkart* jio* airtel* grab* gojek* shopee* tokopedia* indomaret alfamart oxxo rappi*"
    " ifood*"
)
IN = Lexicon(
    "payment_by_direct_debit direct_debit_payment salary salaries payroll wages wage direct_deposit deposit deposits"
    " interest_paid interest_earned interest_payment"
    " interest_credit credit_interest dividend* refund* refunded cashback cash_back reward rewards tax_refund"
    " payment_received payment_thank_you thank_you payment_thank autopay_payment automatic_payment mobile_deposit deposited"
    " received_from transfer_from incoming_transfer return reimbursement rebate statement_credit income pension"
    " social_security ssa_treas irs_treas credit_voucher online_payment_received internet_payment_received received aft_in"
    " cash_back_reward gehalt lohn lohn_gehalt gutschrift gehaltszahlung bezuge rente* erstattung ruckerstattung zinsen"
    " habenzinsen geldeingang kindergeld zahlung_erhalten besten_dank einzahlung eingang gutschr salaire salaires"
    " virement_recu virement_de vir_de vir_recu remboursement* remise_cheque remise_de_cheque interets avoir allocation* caf"
    " pole_emploi vir_sepa_recu depot versement vir_salaire nomina sueldo abono ingreso transferencia_recibida"
    " transferencia_a_su_favor devolucion* intereses pension* reembolso stipendio accredito bonifico_a_vostro_favore"
    " bonifico_in_entrata bonifico_da rimborso* emolumenti interessi_attivi pensione salario vencimento ordenado"
    " transferencia_recebida pix_recebido rendimento* estorno reembolso* credito_salario salaris loon ontvangen"
    " terugbetaling bijschrijving rente_ontvangen uitkering aow kinderbijslag belastingteruggaaf wynagrodzenie"
    " wyplata_wynagrodzenia przychodzacy wplata zwrot odsetki_kapitalizacja kapitalizacja_odsetek emerytura pensja"
    " mzda vyplata prichozi_platba vklad urok_kreditni pripsany_urok vratka munkaber fizetes jovairas* beerkezo*"
    " kamatjovairas visszaterites lon loneoverforsel lonn overforing_inn insattning ranta_inlaning aterbetalning barnbidrag"
    " lonoverforing indbetaling palkka* hyvityskorko elake palautus lapsilisa pensija alga palk tootasu maas* gelen_havale"
    " gelen_eft gelen_fast iade faiz_geliri yatirilan зарплата заработная_плата пополнение зачисление возврат"
    " проценты_на_остаток кэшбэк перевод_от поступление аванс зарахування salariu incasare transfer_primit rambursare placa"
    " uplata_place משכורת 工资 薪资 退款 利息 収入 給料 給与 振込入金 급여 월급"
)
EITHER = Lexicon(
    "payment payments pago pagos pagamento pagamentos paiement reglement zahlung betaling platnosc platba fizetes plata"
    " betalning maksu odeme платеж оплата transfer transferencia virement uberweisung przelew"
)
"""Words for what an account sends and a card receives."""
PAID = Lexicon(
    "payment_thank payment_received thank_you_for_your_payment autopay_payment_thank pagamento_recebido zahlung_erhalten"
    " paiement_recu pago_recibido betaling_ontvangen pagamento_ricevuto"
)
"""What a card's statement says of a payment to it."""
_SETTLED = Lexicon(
    "posted booked settled completed complete cleared processed executed approved success* successful* paid ok done"
    " gebucht* ausgefuhrt abgeschlossen genehmigt comptabilis* execut* contabiliz* contabilizzat* realizad* efetuad* liquidad*"
    " geboekt verwerkt zaksiegowan* zrealizowan* zauctovan* konyvelt teljesult bokfort bokford genomford gennemfort utfort"
    " suoritettu kirjattu onayli gerceklesti исполнен* проведен* выполнен* успешно успішно"
)
CARD = Lexicon(
    "card cards cardholder card_member mastercard visa amex american_express credit_card kreditkarte karte karten carte"
    " tarjeta carta cartao kaart kredietkaart kaarthouder karta karty kartou kartya* kort kortti* kart карта карты картка"
    " כרטיס 卡号 カード ご利用 利用店名"
    " merchant* mcc card_no card_number card_id kartennummer barclaycard viseca cornercard swisscard"
)


_LONGEST_STATEMENT = 40
"""Characters of a cell that says no more than that it states a balance."""


def pending(state: str) -> bool:
    """Whether a state says that the transaction is not booked yet."""
    return fold(state) in _PENDING


def reserved(kind: str) -> bool:
    """Whether a kind of row only sets money aside: its booking comes in a row of its own."""
    return fold(kind) in _RESERVED


def settled(state: str) -> bool:
    """Whether a state says that the transaction is booked."""
    return fold(state) in _SETTLED


def failed(state: str) -> bool:
    """Whether a state says that no money moved."""
    return fold(state) in _FAILED


def is_balance_row(text: str) -> bool:
    """Whether the text begins like that of a line that states a balance, "Opening balance 1 May"."""
    return states_balance(text) or _BALANCE_ROW.begins(_closed(fold(text)))


@lru_cache(maxsize=8192)
def names_balance(text: str) -> bool:
    """Whether the text is that of a line that states a balance, in full: "Closing balance"."""
    if len(text) > _LONGEST_STATEMENT or any(map(str.isdecimal, text)):
        return False
    return _BALANCE_ROW.whole(_closed(fold(text)))


def states_balance(text: str) -> bool:
    """Whether the text says that it states a balance, and nothing else."""
    folded = _closed(fold(text))
    return folded in _BALANCE_WORDS or _BALANCE_ROW.whole(folded)


def _closed(folded: str) -> str:
    """Close up letters that are spaced out: "s a l d o"."""
    spaced = len(folded) > len("b f") and all(len(word) == 1 for word in folded.split())
    return folded.replace(" ", "") if spaced else folded


def states_total(text: str) -> bool:
    """Whether the text says that it states a total, and nothing else."""
    return _TOTAL_ROW.whole(fold(text))


def is_total_row(text: str) -> bool:
    """Whether the text begins like that of a line of totals."""
    return _TOTAL_ROW.begins(fold(text))


@cache
def directions() -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    """Return the pairs of word lists, folded: money out, money in."""
    return tuple((_folded(out), _folded(into)) for out, into in DIRECTIONS)


def _folded(words: str) -> frozenset[str]:
    return frozenset(plain_word(word.replace("_", " ")) for word in words.split("|"))


def plain_word(text: str) -> str:
    """Fold a word, leaving plus and minus signs standing alone."""
    text = text.strip()
    return text.replace("−", "-") if text in {"-", "+", "−"} else fold(text)


def leaning(text: str) -> int:
    """Say which way money usually moves in a row of this text: -1 out, +1 in, 0 nothing or both."""
    folded = fold(text)
    return int(folded in IN) - int(folded in OUT)
