/* Properties that every card has, whatever it computes: tried on all cards of the catalogue. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "check_common.h"
#include "rational.h"

/* One setting in the domain of each card, without eps. */
typedef struct card_case {
    const char *id;
    const char *base;
    /* What rises as eps falls, at this setting: NULL, the value; else the details named, and the value need not. */
    const char *rising, *monotone_base;
    int near, far;    /* decades between which the exponent is measured */
    double tolerance; /* of the slope, relative */
    const char *extreme[4];
} card_case;

/* Up-to-logarithms exponents: between 10^-a and 10^-b a factor log^s 1/eps bends the slope by s log10(b/a)/(b-a). */
static const card_case cases[] = {
    {"nwidth", "r=2 n=3", NULL, NULL, 100, 200, 0.001,
     {"n=20 eps=1e-1000", "n=6 r=12 eps=1e-6", "n=20 r=12 eps=1e-1000", "n=4096 r=3 eps=1e-100"}},
    {"thm1", "r=2 m1=2 m2=1", NULL, NULL, 100, 200, 0.001,
     {"m1=10 m2=10 eps=1e-1000", "m1=3 m2=3 r=12 eps=1e-6", "m1=10 m2=10 r=12 eps=1e-1000",
      "m1=1 m2=0 r=24 eps=1e-200"}},
    /* A difference of two rising numbers: between two jumps of Nw the term k U rises alone. */
    {"thm2", "m1=2 m2=1", "Nw U", "m1=2 m2=1 l2=1", 100, 200, 0.001,
     {"m1=10 m2=10 eps=1e-1000", "m1=19 m2=1 eps=1e-1000", "m1=10 m2=10 l2=1 activation=tanh eps=1e-1000",
      "m1=10 m2=10 layers=1000 eps=1e-1000"}},
    /* N + floor(sqrt N) U >= Nw: U alone may rise here too. */
    {"thm3", "m1=3 m2=1", "Nw U", "m1=3 m2=1 l2=1", 100, 200, 0.001,
     {"m1=10 m2=10 eps=1e-1000", "m1=19 m2=1 eps=1e-1000", "m1=15 m2=5 l2=1 norm=induced eps=1e-1000",
      "m1=10 m2=10 l2=1 activation=tanh norm=induced eps=1e-1000"}},
    {"thm4", "m1=2", NULL, NULL, 100, 200, 0.001,
     {"m1=20 eps=1e-1000", "m1=6 r=12 eps=1e-6", "m1=4096 eps=1e-3", "m1=20 r=12 eps=1e-1000"}},
    {"thm5", "m1=2 m2=3 w=2", NULL, NULL, 100, 200, 0.001,
     {"m1=10 m2=10 eps=1e-1000", "m1=3 m2=3 r=12 eps=1e-6", "m1=10 m2=10 layers=1000 w=1000000000 eps=1e-1000", NULL}},
    /* Its value is a ratio of two rising numbers. */
    {"separation", "m1=2 m2=1", "N_g Nw U", "m1=2 m2=1 l2=1", 100, 200, 0.001,
     {"m1=10 m2=10 eps=1e-1000", "m1=19 m2=1 eps=1e-1000", "m1=10 m2=10 form=constructive eps=1e-300", NULL}},
    /* l2 fixed: a feasible one grows as eps falls, and with it the number of tables. */
    {"thm2-counting", "m1=1 m2=2", NULL, "m1=1 m2=2 l2=1", 30, 60, 0.02,
     {"m1=10 m2=10 eps=1e-1000", "m1=10 m2=10 layers=4 activation=tanh eps=1e-1000", "m1=3 m2=3 k=1000 eps=1e-6",
      NULL}},
    {"thm3-counting", "m1=1 m2=2", NULL, "m1=1 m2=2 l2=1", 30, 60, 0.05,
     {"m1=10 m2=10 eps=1e-1000", "m1=3 m2=3 eps=1e-6", NULL, NULL}},
    {"bits", "r=2 n=3 bits=16", NULL, NULL, 100, 200, 0.001,
     {"n=20 eps=1e-1000", "m1=10 m2=10 eps=1e-1000", "n=6 r=12 eps=1e-6", "n=20 r=12 bits=1 eps=1e-1000"}},
    {"capacity", "r=2 n=3 depth=2", NULL, NULL, 60, 120, 0.02,
     {"n=20 eps=1e-1000", "n=6 r=12 eps=1e-6", "n=6 r=12 depth=1000 eps=1e-6", "n=20 depth=5 eps=1e-300"}},
    {"capacity-tanh1", "r=2 n=3", NULL, NULL, 60, 120, 0.02, {"n=20 eps=1e-1000", "n=6 r=12 eps=1e-6", NULL, NULL}},
    {"capacity-sigmoid", "r=2 n=3 depth=2", NULL, NULL, 60, 120, 0.02,
     {"n=20 eps=1e-1000", "n=6 r=12 eps=1e-6", "n=20 depth=1000 eps=1e-300", NULL}},
    {"entropy", "n=3 weight-bound=100 width=50", NULL, NULL, 60, 120, 0.02,
     {"n=20 weight-bound=100 width=50 eps=1e-1000", "n=6 r=12 weight-bound=100 width=50 eps=1e-6", NULL, NULL}},
    {"kuhn", "n=3", NULL, NULL, 100, 200, 0.001, {"n=20 eps=1e-1000", "n=4096 eps=1e-3", NULL, NULL}},
    {"ramp", "", NULL, NULL, 100, 200, 0.001, {"eps=1e-1000", "eps=1e-10000", NULL, NULL}},
    {"mcshane", "n=2", NULL, NULL, 100, 200, 0.001, {"n=1 eps=1e-10000", "n=2 eps=1e-1000", NULL, NULL}},
    {"tanh2", "r=3 n=2", NULL, NULL, 100, 200, 0.001,
     {"n=20 r=12 eps=1e-1000", "n=6 r=12 eps=1e-6", "n=500 r=3 eps=1e-3", NULL}},
    {"syz", "n=2", NULL, NULL, 100, 200, 0.01, {"n=20 eps=1e-1000", "n=300 eps=1e-3", NULL, NULL}},
    {"lsyz", "r=2 n=3", NULL, NULL, 100, 200, 0.02, {"n=20 r=12 eps=1e-1000", "n=6 r=12 eps=1e-6", NULL, NULL}},
};

enum { CASES = sizeof cases / sizeof cases[0] };

static const card_case *case_of(const nw_card *card)
{
    for (size_t i = 0; i < CASES; i++)
        if (strcmp(cases[i].id, card->id) == 0)
            return &cases[i];
    ck_abort_msg("card %s has no setting in the table of this test", card->id);
    return NULL;
}

/* Each test below runs once for every card; _i counts them. */
static const card_case *current(int i)
{
    const nw_card *card = nw_card_at((size_t)i);
    ck_assert_ptr_nonnull(card);
    return case_of(card);
}

static nw_result *evaluate_at(const card_case *c, const char *base, const char *eps, nw_context *context)
{
    char *values = nw_format("%s eps=%s", base, eps);
    nw_result *result = ct_evaluate(c->id, values, context);
    ck_assert_msg(result->outcome == NW_PROVED, "%s %s: %s", c->id, values,
                  result->reason != NULL ? result->reason : nw_outcome_word(result->outcome));
    ck_assert(result->reason == NULL);
    free(values);
    return result;
}

/* ---- the cards themselves ---- */

START_TEST(table_and_catalogue_agree)
{
    for (size_t i = 0; i < nw_card_count(); i++)
        case_of(nw_card_at(i));
    for (size_t i = 0; i < CASES; i++)
        ck_assert_msg(nw_card_find(cases[i].id) != NULL, "the catalogue has no card %s", cases[i].id);
}
END_TEST

START_TEST(texts_are_there)
{
    const nw_card *card = nw_card_at((size_t)_i);
    const char *const texts[] = {card->id,        card->quantity, card->title,     card->formula,
                                 card->reference, card->exponent, card->derivation};
    for (size_t t = 0; t < sizeof texts / sizeof texts[0]; t++) {
        ck_assert_msg(texts[t] != NULL && texts[t][0] != '\0', "%s: text %zu is missing", card->id, t);
        ck_assert_msg(strchr(texts[t], '\n') == NULL, "%s: text %zu has several lines", card->id, t);
        ck_assert_msg(strstr(texts[t], "  ") == NULL || texts[t] == card->formula, "%s: two blanks in text %zu",
                      card->id, t);
    }
    ck_assert_msg(strlen(card->derivation) > 200, "%s: hardly a derivation", card->id);
    ck_assert_msg(card->hypotheses[0] != NULL, "%s: no hypotheses", card->id);
    ck_assert_ptr_nonnull(nw_provenance_word(card->provenance));
    ck_assert_ptr_eq(nw_card_find(card->id), card);
    ck_assert_str_eq(nw_card_suggest(card->id), card->id);
}
END_TEST

START_TEST(defaults_parse)
{
    const nw_card *card = nw_card_at((size_t)_i);
    unsigned long seen = 0;
    for (const nw_reads *reads = card->reads; reads->param != NW_PARAM_COUNT; reads++) {
        const nw_parameter *p = &nw_parameters[reads->param];
        ck_assert_msg((seen >> reads->param & 1) == 0, "%s reads --%s twice", card->id, p->name);
        seen |= 1UL << reads->param;
        if (reads->least != 0 || reads->greatest != 0)
            ck_assert_msg(p->type == NW_INTEGER && reads->least >= p->least && reads->greatest <= p->greatest &&
                              reads->least <= reads->greatest,
                          "%s: the range of --%s", card->id, p->name);
        ck_assert_msg(reads->words == 0 || p->type == NW_CHOICE, "%s: words of --%s", card->id, p->name);
        if (reads->default_text == NULL || reads->default_text[0] == '\0' || strcmp(reads->default_text, NW_AUTO) == 0)
            continue;
        nw_value value;
        nw_error error = {NW_OK, ""};
        nw_value_init(&value);
        nw_status status = nw_value_read(&value, reads->param, reads->default_text, &error);
        ck_assert_msg(status == NW_OK, "%s: default of --%s: %s", card->id, p->name, error.message);
        ck_assert_msg(reads->words == 0 || (reads->words & NW_WORD(value.choice)) != 0, "%s: default of --%s", card->id,
                      p->name);
        if (reads->greatest != 0)
            ck_assert_msg(fmpq_cmp_si(value.number, reads->least) >= 0 &&
                              fmpq_cmp_si(value.number, reads->greatest) <= 0,
                          "%s: default of --%s", card->id, p->name);
        nw_value_clear(&value);
    }
    ck_assert_msg(nw_card_reads(card, NW_EPS) != NULL && nw_card_reads(card, NW_EPS)->default_text == NULL,
                  "%s: eps must be given", card->id);
}
END_TEST

/* A result has all that the formats print. */
static void expect_complete(const nw_result *result, const nw_card *card)
{
    ck_assert_msg(fmpq_cmp(result->lower, result->upper) <= 0 && fmpq_sgn(result->lower) >= 0, "%s: bounds", card->id);
    ck_assert_msg(result->hypothesis_count > 0, "%s: a result without hypotheses", card->id);
    ck_assert_msg(result->exponent_kind != NW_NO_EXPONENT && fmpq_sgn(result->exponent) >= 0, "%s: exponent", card->id);
    ck_assert_msg((result->exponent_kind == NW_EXPONENT_VACUOUS) == (fmpq_sgn(result->exponent) == 0), "%s: exponent",
                  card->id);
    for (size_t i = 0; i < result->detail_count; i++) {
        ck_assert(result->details[i].name[0] != '\0' && result->details[i].text[0] != '\0');
        for (size_t j = 0; j < i; j++)
            ck_assert_msg(strcmp(result->details[i].name, result->details[j].name) != 0, "%s: detail %s twice",
                          card->id, result->details[i].name);
    }
    for (size_t i = 0; i < result->note_count; i++)
        ck_assert(result->notes[i][0] != '\0' && strchr(result->notes[i], '\n') == NULL);
    if (result->witness.name != NULL) {
        ck_assert_msg(result->witness.scale != NULL && fmpz_sgn(result->witness.dimension) > 0, "%s: witness",
                      card->id);
        ck_assert_msg(fmpq_cmp_si(result->witness.constant_lower, 1) >= 0 &&
                          fmpq_cmp(result->witness.constant_lower, result->witness.constant_upper) <= 0,
                      "%s: constant of the witness", card->id);
    }
    ck_assert_msg(ct_has_note(result, "infeasible") == (result->feasible == 0), "%s: feasible", card->id);
}

START_TEST(results_are_complete)
{
    static const char *const accuracies[] = {"0.9", "0.1", "1/137", "1e-5", "1e-12"};
    const card_case *c = current(_i);
    nw_context *context = nw_context_new();
    for (size_t e = 0; e < sizeof accuracies / sizeof accuracies[0]; e++) {
        nw_result *result = evaluate_at(c, c->base, accuracies[e], context);
        expect_complete(result, nw_card_find(c->id));
        nw_result_free(result);
    }
    nw_context_free(context);
}
END_TEST

/* ---- monotone in eps ---- */

static void expect_risen(const card_case *c, const nw_result *before, const nw_result *after, const char *eps)
{
    if (c->rising == NULL) {
        ck_assert_msg(fmpq_cmp(after->lower, before->lower) >= 0 && fmpq_cmp(after->upper, before->upper) >= 0,
                      "%s falls at eps = %s", c->id, eps);
        return;
    }
    char *names = nw_copy_text(c->rising), *rest = NULL;
    for (char *name = strtok_r(names, " ", &rest); name != NULL; name = strtok_r(NULL, " ", &rest)) {
        fmpq_t x, y;
        fmpq_init(x);
        fmpq_init(y);
        ct_rational(x, ct_detail(before, name));
        ct_rational(y, ct_detail(after, name));
        ck_assert_msg(fmpq_cmp(y, x) >= 0, "%s: %s falls at eps = %s", c->id, name, eps);
        fmpq_clear(x);
        fmpq_clear(y);
    }
    free(names);
}

START_TEST(monotone_in_eps)
{
    static const char *const accuracies[] = {"3",    "1",       "0.99", "0.7",   "1/2",   "0.4",  "1/3",
                                             "0.3",  "0.2",     "1/6",  "0.1",   "0.09",  "1/20", "0.03",
                                             "1/40", "0.011",   "0.01", "0.009", "1/333", "1e-3", "99e-5",
                                             "1e-4", "1/12345", "5e-5", "49e-6", "1e-6",  "1e-9"};
    const card_case *c = current(_i);
    const char *base = c->monotone_base != NULL ? c->monotone_base : c->base;
    nw_context *context = nw_context_new();
    nw_result *before = evaluate_at(c, base, accuracies[0], context);
    for (size_t e = 1; e < sizeof accuracies / sizeof accuracies[0]; e++) {
        nw_result *after = evaluate_at(c, base, accuracies[e], context);
        expect_risen(c, before, after, accuracies[e]);
        nw_result_free(before);
        before = after;
    }
    ck_assert_msg(fmpq_cmp_si(before->upper, 0) > 0, "%s is 0 even at eps = 1e-9", c->id);
    nw_result_free(before);
    nw_context_free(context);
}
END_TEST

/* ---- precision ---- */

static void expect_same(const nw_result *a, const nw_result *b, const card_case *c, const char *values)
{
    ck_assert_msg(fmpq_equal(a->lower, b->lower) && fmpq_equal(a->upper, b->upper), "%s %s: the value", c->id, values);
    ck_assert_msg(a->exponent_kind == b->exponent_kind && fmpq_equal(a->exponent, b->exponent), "%s %s: the exponent",
                  c->id, values);
    ck_assert_msg(a->detail_count == b->detail_count && a->note_count == b->note_count, "%s %s: details", c->id,
                  values);
    for (size_t i = 0; i < a->detail_count; i++)
        ck_assert_msg(strcmp(a->details[i].text, b->details[i].text) == 0, "%s %s: detail %s", c->id, values,
                      a->details[i].name);
    for (size_t i = 0; i < a->note_count; i++)
        ck_assert_str_eq(a->notes[i], b->notes[i]);
    ck_assert_msg((a->witness.name == NULL) == (b->witness.name == NULL), "%s %s: a witness", c->id, values);
    if (a->witness.name == NULL)
        return;
    ck_assert_str_eq(a->witness.name, b->witness.name);
    ck_assert_str_eq(a->witness.scale, b->witness.scale);
    ck_assert(fmpz_equal(a->witness.dimension, b->witness.dimension));
}

/* The enclosure of C is the only inexact number of a result: b, of more bits, lies inside a and is not wider. */
static void expect_narrower(const nw_result *a, const nw_result *b, const card_case *c, bool strictly)
{
    fmpq_t wide, narrow;
    fmpq_init(wide);
    fmpq_init(narrow);
    fmpq_sub(wide, a->witness.constant_upper, a->witness.constant_lower);
    fmpq_sub(narrow, b->witness.constant_upper, b->witness.constant_lower);
    ck_assert_msg(fmpq_cmp(a->witness.constant_lower, b->witness.constant_upper) <= 0 &&
                      fmpq_cmp(b->witness.constant_lower, a->witness.constant_upper) <= 0,
                  "%s: disjoint enclosures of C", c->id);
    ck_assert_msg(fmpq_cmp(narrow, wide) <= 0, "%s: the enclosure of C grows", c->id);
    if (strictly && !fmpq_is_zero(wide))
        ck_assert_msg(fmpq_cmp(narrow, wide) < 0, "%s: the enclosure of C does not shrink", c->id);
    fmpq_clear(wide);
    fmpq_clear(narrow);
}

START_TEST(independent_of_precision)
{
    static const char *const accuracies[] = {"1/2", "0.03", "1/333", "1e-6", "1e-25"};
    static const long bits[] = {53, 128, 1000};
    const card_case *c = current(_i);
    for (size_t e = 0; e < sizeof accuracies / sizeof accuracies[0]; e++) {
        nw_result *results[3];
        for (size_t p = 0; p < 3; p++) {
            nw_context *context = nw_context_new();
            ck_assert_int_eq(nw_context_set_precision(context, bits[p], NULL), NW_OK);
            results[p] = evaluate_at(c, c->base, accuracies[e], context);
            nw_context_free(context);
            if (p > 0) {
                expect_same(results[0], results[p], c, accuracies[e]);
                expect_narrower(results[p - 1], results[p], c, p == 2);
            }
        }
        for (size_t p = 0; p < 3; p++)
            nw_result_free(results[p]);
    }
}
END_TEST

/* ---- exponents ---- */

static double log10_of(const fmpq_t x)
{
    return (fmpz_dlog(fmpq_numref(x)) - fmpz_dlog(fmpq_denref(x))) / log(10);
}

START_TEST(exponent_is_the_slope)
{
    const card_case *c = current(_i);
    nw_context *context = nw_context_new();
    char near[16], far[16];
    snprintf(near, sizeof near, "1e-%d", c->near);
    snprintf(far, sizeof far, "1e-%d", c->far);
    nw_result *a = evaluate_at(c, c->base, near, context), *b = evaluate_at(c, c->base, far, context);
    double stated = fmpz_get_d(fmpq_numref(b->exponent)) / fmpz_get_d(fmpq_denref(b->exponent));
    ck_assert_msg(b->exponent_kind == NW_EXPONENT || b->exponent_kind == NW_EXPONENT_UP_TO_LOG, "%s: no exponent",
                  c->id);
    ck_assert_msg(fmpq_sgn(a->lower) > 0, "%s is 0 at %s", c->id, near);
    double slope = (log10_of(b->lower) - log10_of(a->lower)) / (c->far - c->near);
    ck_assert_msg(fabs(slope - stated) <= c->tolerance * stated, "%s: exponent %g, slope %g", c->id, stated, slope);
    nw_result_free(a);
    nw_result_free(b);
    nw_context_free(context);
}
END_TEST

/* ---- ends of the range ---- */

START_TEST(extremes_end)
{
    const card_case *c = current(_i);
    nw_context *context = nw_context_new();
    for (size_t i = 0; i < 4 && c->extreme[i] != NULL; i++) {
        nw_result *result = ct_evaluate(c->id, c->extreme[i], context);
        ck_assert_msg(result->outcome == NW_PROVED, "%s %s: %s", c->id, c->extreme[i],
                      nw_outcome_word(result->outcome));
        expect_complete(result, nw_card_find(c->id));
        ck_assert_msg((fmpq_sgn(result->upper) > 0) != ct_has_note(result, "vacuous"), "%s %s: vacuous?", c->id,
                      c->extreme[i]);
        nw_result_free(result);
    }
    nw_context_free(context);
}
END_TEST

/* At eps >= 1 the zero function will do: lower bounds are 0 and say so, upper bounds stay positive. */
START_TEST(accuracy_one_or_more)
{
    static const char *const accuracies[] = {"1", "3/2", "4"};
    const card_case *c = current(_i);
    const nw_card *card = nw_card_find(c->id);
    nw_context *context = nw_context_new();
    for (size_t e = 0; e < sizeof accuracies / sizeof accuracies[0]; e++) {
        nw_result *result = evaluate_at(c, c->base, accuracies[e], context);
        expect_complete(result, card);
        if (card->kind == NW_LOWER) {
            ck_assert_msg(fmpq_is_zero(result->lower) && fmpq_is_zero(result->upper), "%s at eps = %s is not 0", c->id,
                          accuracies[e]);
            ck_assert_msg(ct_has_note(result, "vacuous"), "%s at eps = %s does not say that it is vacuous", c->id,
                          accuracies[e]);
        } else {
            ck_assert_msg(fmpq_sgn(result->lower) > 0, "%s at eps = %s is 0", c->id, accuracies[e]);
        }
        nw_result_free(result);
    }
    nw_context_free(context);
}
END_TEST

/* ---- settings ---- */

/* The base setting with one value more, evaluated: outside, and the reason names card, setting, value. */
static void expect_outside(const card_case *c, const char *name, const char *text, const char *domain)
{
    nw_setting *setting = ct_setting(nw_card_find(c->id), c->base);
    nw_context *context = nw_context_new();
    nw_error error = {NW_OK, ""};
    nw_result *result;
    ck_assert_int_eq(nw_setting_set(setting, "eps", "0.01", &error), NW_OK);
    ck_assert_msg(nw_setting_set(setting, name, text, &error) == NW_OK, "%s --%s %s: %s", c->id, name, text,
                  error.message);
    ck_assert_msg(nw_evaluate(&result, setting, context, &error) == NW_OK, "%s: %s", c->id, error.message);
    char *said = nw_format("%s: --%s %s is outside its domain: expected %s", c->id, name, text, domain);
    ck_assert_msg(result->outcome == NW_OUTSIDE, "%s --%s %s: %s", c->id, name, text, nw_outcome_word(result->outcome));
    ck_assert_msg(strncmp(result->reason, said, strlen(said)) == 0, "'%s' is not '%s'", result->reason, said);
    ck_assert(strchr(result->reason, '\n') == NULL && !nw_result_is_integer(result));
    free(said);
    nw_result_free(result);
    nw_context_free(context);
    nw_setting_free(setting);
}

START_TEST(outside_the_domain)
{
    const card_case *c = current(_i);
    for (const nw_reads *reads = nw_card_find(c->id)->reads; reads->param != NW_PARAM_COUNT; reads++) {
        const nw_parameter *p = &nw_parameters[reads->param];
        char text[32];
        if (reads->greatest != 0) {
            const char *domain = reads->least == reads->greatest ? p->name : "an integer from";
            if (reads->least > p->least) {
                snprintf(text, sizeof text, "%ld", reads->least - 1);
                expect_outside(c, p->name, text, domain);
            }
            if (reads->greatest < p->greatest) {
                snprintf(text, sizeof text, "%ld", reads->greatest + 1);
                expect_outside(c, p->name, text, domain);
            }
        }
        for (int w = 0; reads->words != 0 && p->words[w] != NULL; w++)
            if ((reads->words & NW_WORD(w)) == 0)
                expect_outside(c, p->name, p->words[w], "");
    }
}
END_TEST

/* Every word a card admits gives a number, or a reason that names it. */
START_TEST(every_choice_has_an_answer)
{
    const card_case *c = current(_i);
    nw_context *context = nw_context_new();
    for (const nw_reads *reads = nw_card_find(c->id)->reads; reads->param != NW_PARAM_COUNT; reads++) {
        const nw_parameter *p = &nw_parameters[reads->param];
        for (int w = 0; p->words != NULL && p->words[w] != NULL; w++) {
            if (p->type == NW_CHOICE && reads->words != 0 && (reads->words & NW_WORD(w)) == 0)
                continue;
            char *values = nw_format("%s eps=0.01 %s=%s", c->base, p->name, p->words[w]);
            nw_result *result = ct_evaluate(c->id, values, context);
            if (result->outcome == NW_OUTSIDE) {
                char *said = nw_format("--%s %s", p->name, p->words[w]);
                ck_assert_msg(strstr(result->reason, c->id) != NULL, "%s: '%s'", c->id, result->reason);
                ck_assert_msg(strstr(result->reason, said) != NULL || p->type != NW_CHOICE ||
                                  reads->param != NW_ACTIVATION,
                              "%s %s: '%s'", c->id, values, result->reason);
                free(said);
            } else {
                ck_assert_int_eq(result->outcome, NW_PROVED);
                expect_complete(result, nw_card_find(c->id));
            }
            nw_result_free(result);
            free(values);
        }
    }
    nw_context_free(context);
}
END_TEST

static void expect_refused(nw_setting *setting, const char *name, const char *text, const char *first,
                           const char *second)
{
    nw_error error = {NW_OK, ""};
    const char *id = setting->card->id;
    ck_assert_msg(nw_setting_set(setting, name, text, &error) == NW_BAD_INPUT, "%s took --%s %s", id, name, text);
    ck_assert_msg(strstr(error.message, first) != NULL && strstr(error.message, second) != NULL,
                  "%s --%s %s: '%s' does not say '%s' and '%s'", id, name, text, error.message, first, second);
    ck_assert(strchr(error.message, '\n') == NULL);
}

START_TEST(foreign_and_unknown_settings)
{
    const nw_card *card = nw_card_at((size_t)_i);
    nw_setting *setting = nw_setting_new(card);
    for (int p = 0; p < NW_PARAM_COUNT; p++) {
        char *option = nw_format("--%s", nw_parameters[p].name);
        if (nw_card_reads(card, (nw_param)p) == NULL)
            expect_refused(setting, nw_parameters[p].name, "1", card->id, option);
        free(option);
    }
    expect_refused(setting, "epsilon", "1", "epsilon", "no parameter");
    expect_refused(setting, "EPS", "1", "EPS", "no parameter");
    nw_setting_free(setting);
}
END_TEST

START_TEST(garbage_is_refused)
{
    static const char *const numbers[] = {"",    "abc", "1e",  "0x3",     "nan",        "inf",
                                          "1/0", "-1",  "1,5", "1e99999", "1e-99999999"};
    const nw_card *card = nw_card_at((size_t)_i);
    nw_setting *setting = nw_setting_new(card);
    for (const nw_reads *reads = card->reads; reads->param != NW_PARAM_COUNT; reads++) {
        const nw_parameter *p = &nw_parameters[reads->param];
        char *option = nw_format("--%s", p->name), *domain = nw_param_domain(reads->param), text[40];
        for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
            expect_refused(setting, p->name, numbers[i], option, p->type == NW_CHOICE || i == 7 ? domain : "expected");
        if (p->type == NW_INTEGER) {
            expect_refused(setting, p->name, "1.5", option, domain);
            snprintf(text, sizeof text, "%ld", p->greatest + 1);
            expect_refused(setting, p->name, text, option, domain);
            snprintf(text, sizeof text, "%ld", p->least - 1);
            expect_refused(setting, p->name, text, option, domain);
        } else if (p->type == NW_CHOICE) {
            expect_refused(setting, p->name, "1", option, domain);
        } else {
            expect_refused(setting, p->name, "0", option, domain);
        }
        free(option);
        free(domain);
    }
    nw_setting_free(setting);
}
END_TEST

/* Without one of the values that have no default the card says which. */
START_TEST(missing_settings)
{
    const card_case *c = current(_i);
    const nw_card *card = nw_card_find(c->id);
    nw_context *context = nw_context_new();
    for (const nw_reads *reads = card->reads; reads->param != NW_PARAM_COUNT; reads++) {
        if (reads->default_text != NULL)
            continue;
        nw_setting *setting = ct_setting(card, c->base);
        nw_error error = {NW_OK, ""};
        nw_result *result = NULL;
        ck_assert_int_eq(nw_setting_set(setting, "eps", "0.01", &error), NW_OK);
        setting->values[reads->param].given = false;
        char *option = nw_format("--%s", nw_parameters[reads->param].name);
        ck_assert_msg(nw_evaluate(&result, setting, context, &error) == NW_BAD_INPUT && result == NULL, "%s without %s",
                      c->id, option);
        ck_assert_msg(strstr(error.message, c->id) != NULL && strstr(error.message, option) != NULL, "'%s'",
                      error.message);
        free(option);
        nw_setting_free(setting);
    }
    nw_context_free(context);
}
END_TEST

/* ---- identities between settings and between cards ---- */

static void expect_equal_results(const char *a, const char *at_a, const char *b, const char *at_b)
{
    nw_result *x = ct_evaluate(a, at_a, NULL), *y = ct_evaluate(b, at_b, NULL);
    ck_assert_int_eq(x->outcome, NW_PROVED);
    ck_assert_int_eq(y->outcome, NW_PROVED);
    ct_equal_rational(x->lower, y->lower, "%s %s is not %s %s", a, at_a, b, at_b);
    ct_equal_rational(x->upper, y->upper, "%s %s is not %s %s", a, at_a, b, at_b);
    ck_assert_msg(fmpq_sgn(x->lower) > 0, "%s %s is 0", a, at_a);
    nw_result_free(x);
    nw_result_free(y);
}

START_TEST(scaling)
{
    /* Only alpha eps counts, above 1. */
    expect_equal_results("thm1", "m1=1 m2=2 eps=0.05 alpha=3", "thm1", "m1=1 m2=2 eps=0.03 alpha=5");
    expect_equal_results("thm1", "m1=2 m2=2 r=3 eps=7e-7 alpha=5", "thm1", "m1=2 m2=2 r=3 eps=1e-7 alpha=35");
    expect_equal_results("thm1", "m1=3 m2=1 eps=0.001", "thm1", "m1=1 m2=3 eps=0.001");
    expect_equal_results("thm1", "m1=3 m2=2 r=2 eps=0.0003 alpha=1", "nwidth", "n=5 r=2 eps=0.0003");
    /* U(eps/a) */
    expect_equal_results("thm4", "m1=3 eps=0.04", "thm4", "m1=3 eps=0.03 a=3");
    expect_equal_results("thm4", "m1=3 eps=0.04", "thm4", "m1=3 eps=0.02 form=constructive");
    expect_equal_results("thm4", "m1=3 eps=0.04", "kuhn", "n=3 eps=0.01");
    expect_equal_results("thm4", "m1=2 r=3 eps=0.004", "tanh2", "n=2 r=3 eps=0.001");
    expect_equal_results("kuhn", "n=1 eps=1/777", "ramp", "eps=1/777");
    /* Only k l1 l2 counts in theorem 2's eta, with k = 1, and c l1 l2 in theorem 3's. */
    expect_equal_results("thm2", "m1=3 m2=1 eps=1e-4 l1=6 l2=5", "thm2", "m1=3 m2=1 eps=1e-4 l1=15 l2=2");
    expect_equal_results("thm3", "m1=3 m2=1 eps=1e-4 c=6 l2=5", "thm3", "m1=3 m2=1 eps=1e-4 l1=15 l2=2");
    /* Theorem 5 with w = 1 copies, P as fine as B asks for, B = 7 at c = 1, K = 2, m1 = 1. */
    expect_equal_results("thm5", "m1=1 m2=1 eps=0.1 c=1", "thm5", "m1=1 m2=1 eps=0.1 w=1 layers=2");
    /* Counting knows l1, l2 and c only as their product. */
    expect_equal_results("thm2-counting", "m1=1 m2=1 eps=1e-3 l1=6 l2=5", "thm2-counting",
                         "m1=1 m2=1 eps=1e-3 l1=15 l2=2");
    expect_equal_results("thm3-counting", "m1=1 m2=2 eps=1e-3 c=6 l2=5", "thm3-counting",
                         "m1=1 m2=2 eps=1e-3 l1=15 l2=2");
}
END_TEST

START_TEST(separation_is_the_ratio)
{
    static const char *const routes[2][4] = {
        {"m1=2 m2=1 eps=1e-4", "thm2", "thm4", ""},
        {"m1=2 m2=1 eps=1e-3 form=constructive", "thm2-counting", "thm4", " form=constructive"},
    };
    for (int i = 0; i < 2; i++) {
        nw_result *ratio = ct_evaluate("separation", routes[i][0], NULL);
        const char *accuracy = strchr(routes[i][0], 'e');
        char *eps = nw_format("%.*s", (int)strcspn(accuracy, " "), accuracy);
        char *at_q = nw_format("m1=2 m2=1 %s", eps), *at_g = nw_format("m1=2 %s%s", eps, routes[i][3]);
        fmpz_t q, g;
        fmpq_t expected;
        fmpz_init(q);
        fmpz_init(g);
        fmpq_init(expected);
        ct_value(q, routes[i][1], at_q);
        ct_value(g, routes[i][2], at_g);
        fmpq_set_fmpz_frac(expected, q, g);
        ct_equal_rational(ratio->lower, expected, "separation %s", routes[i][0]);
        ct_equal_rational(ratio->upper, expected, "separation %s", routes[i][0]);
        ck_assert_msg(fmpz_sgn(q) > 0, "separation %s is 0", routes[i][0]);
        fmpz_clear(q);
        fmpz_clear(g);
        fmpq_clear(expected);
        free(eps);
        free(at_q);
        free(at_g);
        nw_result_free(ratio);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("cards");
    int count = (int)nw_card_count();
    TCase *tests = ct_case(suite, "catalogue");
    tcase_add_test(tests, table_and_catalogue_agree);
    tcase_add_loop_test(tests, texts_are_there, 0, count);
    tcase_add_loop_test(tests, defaults_parse, 0, count);
    tcase_add_loop_test(tests, results_are_complete, 0, count);
    tests = ct_case(suite, "numbers");
    tcase_add_loop_test(tests, monotone_in_eps, 0, count);
    tcase_add_loop_test(tests, independent_of_precision, 0, count);
    tcase_add_loop_test(tests, exponent_is_the_slope, 0, count);
    tcase_add_loop_test(tests, extremes_end, 0, count);
    tcase_add_loop_test(tests, accuracy_one_or_more, 0, count);
    tests = ct_case(suite, "settings");
    tcase_add_loop_test(tests, outside_the_domain, 0, count);
    tcase_add_loop_test(tests, every_choice_has_an_answer, 0, count);
    tcase_add_loop_test(tests, foreign_and_unknown_settings, 0, count);
    tcase_add_loop_test(tests, garbage_is_refused, 0, count);
    tcase_add_loop_test(tests, missing_settings, 0, count);
    tests = ct_case(suite, "identities");
    tcase_add_test(tests, scaling);
    tcase_add_test(tests, separation_is_the_ratio);
    return ct_main(suite);
}
