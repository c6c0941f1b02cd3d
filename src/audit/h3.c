/* H3: one ReLU plus output bias and y = x^2: many best approximants, and none better than a constant. */
#include <stdlib.h>

#include "audit/claim.h"
#include "audit/enclosures.h"
#include "audit/h3_monotone.h"
#include "audit/h3_ramp.h"
#include "audit/h3_search.h"
#include "audit/marks.h"
#include "base/memory.h"
#include "base/random.h"
#include "rational.h"

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

static const char statement[] =
    "Among the networks a + b ReLU(w x - c) the distance to y = x^2 on [-1,1] is 1/2. It is attained by every 1/2 + b "
    "ReLU(x - c) with 0 < c < 1 and 0 <= b <= 4c, up to b = 1/(1-c) >= 4c where c >= 1/2, by their mirror images and "
    "the constant 1/2, and by no other: the best approximant is not unique, so Assumption 1 fails, and one unit is no "
    "better than none, so Assumption 2 fails. The second holds for every monotone unit, and the first for clipped "
    "ReLU as well. (y/5 lies in W(2,1), and all errors scale.)";

static const char method[] =
    "Errors of single functions. On a linear piece p + q x the difference to x^2 has its extremes at the piece's ends "
    "and at x = q/2: all are rational, and the error is computed exactly. A grid of c and b, and random parameters, "
    "are compared with the stated region: error = 1/2 inside, more outside.\n\n"
    "Nothing is better. A unit is monotone, and so is f = a + b s(w x - c). If f rises, f(-1) <= f(0), hence |f(-1) - "
    "1| + |f(0) - 0| >= 1 - f(-1) + f(0) >= 1, and one of the two is at least 1/2. If f falls, the same with the "
    "points 0 and 1. The three points -1, 0, 1 are an alternation: the constant 1/2 errs by -1/2, 1/2, -1/2 there. "
    "Only monotonicity was used: the bound holds for tanh, logistic, arctan, clipped ReLU and Yarotsky's function, "
    "and for one unit a layer at every depth, and the constant 1/2 attains it without a unit.\n\n"
    "Who attains it. An error of 1/2 forces f(-1) >= 1/2, f(0) <= 1/2 and f(1) >= 1/2. A rising f is then 1/2 on "
    "[-1,0], so a ReLU unit is silent there: f = 1/2 + b max(x - c, 0) with b >= 0, c >= 0. On [c,1] the difference "
    "1/2 + b(x - c) - x^2 is concave, at least -1/2 at both ends, and at most 1/2 iff b(x - c) <= x^2 there: at x = "
    "b/2 <= 1 this says b <= 4c, and where b > 2, at x = 1, b <= 1/(1-c). A falling f is the mirror image. For "
    "clipped ReLU max(x - c, 0) <= 1 - c < 1 is never clipped.\n\n"
    "As a check that knows nothing of this argument, branch and bound over the parameters proves, in exact dyadic "
    "arithmetic, that no a, b in [-8,8] and c in [-1,1] has an error below 1/2 - 1/64 at -1, 0, 1 (c > 1 and c < -1 "
    "give the functions of c = 1 and of c = -1 with another a).";

static const nw_claim_constant constants[] = {
    {"error", "1/2", "49/100", "the distance of x^2 from the class"},
    {"slope", "4", "5", "b <= slope c is best for c <= 1/2"},
    {"edge", "1", "11/10", "b <= edge/(1-c) is best for c >= 1/2"},
    {NULL, NULL, NULL, NULL},
};

typedef struct stated {
    fmpq_t error, slope, edge;
} stated;

/* ---- the family ---- */

static const nw_evidence_column family_columns[] = {
    {"c", "c", NW_EVIDENCE_NUMBER, false},
    {"b", "b", NW_EVIDENCE_NUMBER, false},
    {"limit", "largest b", NW_EVIDENCE_NUMBER, false},
    {"four_c", "4c", NW_EVIDENCE_NUMBER, false},
    {"error", "error", NW_EVIDENCE_NUMBER, false},
    {"best", "best", NW_EVIDENCE_TEXT, false},
    {"check", "check", NW_EVIDENCE_TEXT, false},
};

/* Is the error the stated one exactly where the region says so, and larger elsewhere? */
static nw_outcome agrees(const fmpq_t error, bool best, const stated *s)
{
    int sign = fmpq_cmp(error, s->error);
    return nw_decide_exactly(best ? sign == 0 : sign > 0);
}

static void check_family_row(nw_evidence *evidence, nw_ramp *ramp, const fmpq_t limit, const stated *s)
{
    fmpq_t error, four;
    fmpq_init(error);
    fmpq_init(four);
    nw_ramp_error(error, ramp);
    nw_rational_mul_si(four, ramp->c, 4);
    bool best = nw_ramp_is_best(ramp, s->slope, s->edge);
    nw_evidence_cell(evidence, nw_rational_short(ramp->c));
    nw_evidence_cell(evidence, nw_rational_short(ramp->b));
    nw_evidence_cell(evidence, nw_rational_short(limit));
    nw_evidence_cell(evidence, nw_rational_short(four));
    nw_evidence_cell(evidence, nw_rational_short(error));
    nw_evidence_cell(evidence, nw_copy_text(best ? "yes" : "no"));
    char *b = nw_rational_text(ramp->b), *c = nw_rational_text(ramp->c);
    char *what = nw_format("1/2 + %s ReLU(x - %s) is %s", b, c, best ? "best" : "not best");
    nw_evidence_cell(evidence, nw_copy_text(nw_evidence_decide(evidence, agrees(error, best, s), what)));
    free(b);
    free(c);
    fmpq_clear(error);
    fmpq_clear(four);
}

/* b = 0, half of the limit, the limit, and 1/64 of it beyond, and below 0. */
static void check_family(nw_evidence *evidence, const stated *s)
{
    static const slong parts[] = {-1, 0, 32, 64, 65};
    nw_ramp ramp;
    fmpq_t limit;
    nw_ramp_init(&ramp);
    fmpq_init(limit);
    fmpq_set_si(ramp.a, 1, 2);
    fmpq_set_si(ramp.w, 1, 1);
    nw_evidence_begin(evidence, "family", "Errors of 1/2 + b ReLU(x - c), exact", family_columns,
                      COUNT(family_columns));
    for (slong i = 1; i < 16; i++) {
        fmpq_set_si(ramp.c, i, 16);
        fmpq_canonicalise(ramp.c);
        nw_ramp_limit(limit, ramp.c, s->slope, s->edge);
        for (size_t j = 0; j < COUNT(parts); j++) {
            nw_rational_mul_si(ramp.b, limit, parts[j]);
            fmpq_div_2exp(ramp.b, ramp.b, 6);
            check_family_row(evidence, &ramp, limit, s);
        }
    }
    nw_ramp_clear(&ramp);
    fmpq_clear(limit);
}

/* ---- random parameters ---- */

static void draw(fmpq_t x, gsl_rng *rng, double low, double high)
{
    slong bottom = 1 + (slong)(60 * gsl_rng_uniform(rng));
    fmpq_set_si(x, (slong)((low + (high - low) * gsl_rng_uniform(rng)) * (double)bottom), (ulong)bottom);
    fmpq_canonicalise(x);
}

/* Every second one has a = 1/2 and parameters near the region, the others are drawn from a box. */
static void draw_ramp(nw_ramp *ramp, gsl_rng *rng, bool near)
{
    if (near) {
        fmpq_set_si(ramp->a, 1, 2);
        draw(ramp->b, rng, 0, 3);
        draw(ramp->c, rng, 0, 1);
    } else {
        draw(ramp->a, rng, -2, 2);
        draw(ramp->b, rng, -5, 5);
        draw(ramp->c, rng, -2, 2);
    }
    draw(ramp->w, rng, -2, 2);
    if (near)
        fmpq_set_si(ramp->w, fmpq_sgn(ramp->w) < 0 ? -1 : 1, 1);
}

static const nw_evidence_column random_columns[] = {
    {"drawn", "drawn", NW_EVIDENCE_INTEGER, false},
    {"best", "in the region", NW_EVIDENCE_INTEGER, false},
    {"agree", "as stated", NW_EVIDENCE_INTEGER, false},
    {"least", "least error", NW_EVIDENCE_NUMBER, false},
    {"check", "check", NW_EVIDENCE_TEXT, false},
};

static void check_random(nw_evidence *evidence, const stated *s, const nw_audit_run *run)
{
    size_t count = run->quick ? 2000 : 50000, inside = 0, agree = 0;
    gsl_rng *rng = nw_random_stream(run->seed, 3, 0);
    nw_ramp ramp;
    fmpq_t error, least;
    nw_ramp_init(&ramp);
    fmpq_init(error);
    fmpq_init(least);
    for (size_t i = 0; i < count; i++) {
        draw_ramp(&ramp, rng, i % 2 == 0);
        nw_ramp_error(error, &ramp);
        bool best = nw_ramp_is_best(&ramp, s->slope, s->edge);
        inside += best;
        agree += agrees(error, best, s) == NW_PROVED;
        if (i == 0 || fmpq_cmp(error, least) < 0)
            fmpq_set(least, error);
    }
    nw_evidence_begin(evidence, "random", "Random networks a + b ReLU(w x - c), exact", random_columns,
                      COUNT(random_columns));
    nw_evidence_cell(evidence, nw_format("%zu", count));
    nw_evidence_cell(evidence, nw_format("%zu", inside));
    nw_evidence_cell(evidence, nw_format("%zu", agree));
    nw_evidence_cell(evidence, nw_rational_short(least));
    nw_outcome outcome = nw_decide_exactly(agree == count && inside > 0 && inside < count);
    char *what = nw_format("%zu of %zu random networks are as stated", agree, count);
    nw_evidence_cell(evidence, nw_copy_text(nw_evidence_decide(evidence, outcome, what)));
    nw_ramp_clear(&ramp);
    fmpq_clear(error);
    fmpq_clear(least);
    gsl_rng_free(rng);
}

/* ---- the lower bound ---- */

static const nw_evidence_column bound_columns[] = {
    {"argument", "argument", NW_EVIDENCE_TEXT, false},
    {"points", "points", NW_EVIDENCE_TEXT, false},
    {"bound", "error >=", NW_EVIDENCE_NUMBER, false},
    {"boxes", "boxes", NW_EVIDENCE_INTEGER, false},
    {"check", "check", NW_EVIDENCE_TEXT, false},
};

static void check_alternation(nw_evidence *evidence, const stated *s, slong x)
{
    fmpq_t bound;
    fmpq_init(bound);
    nw_monotone_bound(bound, x);
    nw_evidence_cell(evidence, nw_copy_text(x < 0 ? "f rises" : "f falls"));
    nw_evidence_cell(evidence, nw_copy_text(x < 0 ? "-1, 0" : "0, 1"));
    nw_evidence_cell(evidence, nw_rational_short(bound));
    nw_evidence_cell(evidence, NULL);
    nw_outcome outcome = nw_decide_exactly(fmpq_equal(bound, s->error));
    char *what = nw_format("a %s f errs by at least the stated distance", x < 0 ? "rising" : "falling");
    nw_evidence_cell(evidence, nw_copy_text(nw_evidence_decide(evidence, outcome, what)));
    fmpq_clear(bound);
}

static void check_bound(nw_evidence *evidence, const stated *s)
{
    nw_evidence_begin(evidence, "bound", "Nothing is better", bound_columns, COUNT(bound_columns));
    check_alternation(evidence, s, -1);
    check_alternation(evidence, s, 1);
    nw_h3_search search = {
        .reach = 8, .margin = 0x1p-6, .level = nw_rational_below(s->error), .most_boxes = 5000000};
    bool proved = nw_h3_search_run(&search);
    nw_evidence_cell(evidence, nw_copy_text("branch and bound"));
    nw_evidence_cell(evidence, nw_copy_text("-1, 0, 1"));
    nw_evidence_cell(evidence, nw_format("%.17g", search.level - search.margin));
    nw_evidence_cell(evidence, nw_format("%zu", search.boxes));
    char *what = nw_copy_text("branch and bound proves the distance but for 1/64");
    nw_evidence_cell(evidence, nw_copy_text(nw_evidence_decide(evidence, proved ? NW_PROVED : NW_UNKNOWN, what)));
}

/* ---- other units ---- */

static const nw_evidence_column class_columns[] = {
    {"activation", "activation", NW_EVIDENCE_TEXT, false},
    {"units", "units", NW_EVIDENCE_INTEGER, false},
    {"distance", "distance", NW_EVIDENCE_NUMBER, false},
    {"drawn", "drawn", NW_EVIDENCE_INTEGER, false},
    {"above", "proved >=", NW_EVIDENCE_INTEGER, false},
    {"check", "check", NW_EVIDENCE_TEXT, false},
};

static const nw_unit *const classes[] = {&nw_unit_tanh,  &nw_unit_logistic, &nw_unit_arctan,
                                         &nw_unit_crelu, &nw_unit_relu,     &nw_unit_yarotsky};

static nw_outcome check_class(nw_evidence *evidence, const nw_unit *unit, const stated *s, const nw_audit_run *run)
{
    nw_monotone_sample sample;
    nw_monotone_draw(&sample, unit, s->error, run->quick ? 200 : 5000, run->seed);
    nw_outcome outcome = nw_monotone_gains_nothing(s->error);
    if (sample.below > 0)
        outcome = NW_REFUTED;
    else if (sample.undecided > 0)
        outcome = nw_decide_both(outcome, NW_UNKNOWN);
    nw_evidence_cell(evidence, nw_copy_text(unit->name));
    nw_evidence_cell(evidence, nw_copy_text("1"));
    nw_evidence_cell(evidence, nw_rational_short(s->error));
    nw_evidence_cell(evidence, nw_format("%zu", sample.drawn));
    nw_evidence_cell(evidence, nw_format("%zu", sample.above));
    char *what = nw_format("one %s unit plus output bias is no better than a constant", unit->name);
    nw_evidence_cell(evidence, nw_copy_text(nw_evidence_decide(evidence, outcome, what)));
    return outcome;
}

static void check_classes(nw_evidence *evidence, const stated *s, const nw_audit_run *run)
{
    nw_outcome outcomes[COUNT(classes)];
    nw_evidence_begin(evidence, "classes", "One monotone unit plus output bias against x^2", class_columns,
                      COUNT(class_columns));
    for (size_t i = 0; i < COUNT(classes); i++)
        outcomes[i] = check_class(evidence, classes[i], s, run);
    nw_outcome two = nw_ramp_two_best(s->error);
    nw_evidence_decide(evidence, two, nw_copy_text("two different networks of one ReLU are best"));

    nw_marks_begin(evidence);
    for (size_t i = 0; i < COUNT(classes); i++) {
        bool ramp = classes[i] == &nw_unit_relu || classes[i] == &nw_unit_crelu;
        if (ramp)
            nw_mark_add(evidence, NW_T1_UNIQUE, classes[i]->name, nw_mark_of(two, NW_MARK_FAILS), "",
                        nw_copy_text("not unique: x^2 has many best approximants of one unit plus output bias"));
        nw_mark_add(evidence, NW_T1_HELPS, classes[i]->name, nw_mark_of(outcomes[i], NW_MARK_FAILS), "",
                    nw_copy_text("one unit plus output bias is no closer to x^2 than the constant 1/2"));
    }
}

/* ---- the claim ---- */

static nw_status check(nw_evidence *evidence, const nw_claim *claim, const nw_audit_run *run, nw_error *error)
{
    (void)error;
    stated s;
    fmpq_init(s.error);
    fmpq_init(s.slope);
    fmpq_init(s.edge);
    nw_claim_constant_get(s.error, claim, run, "error");
    nw_claim_constant_get(s.slope, claim, run, "slope");
    nw_claim_constant_get(s.edge, claim, run, "edge");
    check_family(evidence, &s);
    check_random(evidence, &s, run);
    check_bound(evidence, &s);
    check_classes(evidence, &s, run);
    fmpq_clear(s.error);
    fmpq_clear(s.slope);
    fmpq_clear(s.edge);
    nw_evidence_conclude(evidence, NULL);
    return NW_OK;
}

static const nw_param axes[] = {NW_PARAM_COUNT};

const nw_claim nw_claim_h3 = {
    .id = "H3",
    .title = "one ReLU and x^2: best approximants are not unique, and one unit is no better than none",
    .statement = statement,
    .method = method,
    .axes = axes,
    .constants = constants,
    .check = check,
};
