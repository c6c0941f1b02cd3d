#include "audit_plan.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "rational.h"

enum { RATIO_DIGITS = 4, CLASH_DIGITS = 12 };
enum { SETTINGS = 3 }; /* the column */

static const nw_evidence_column columns[] = {
    {.name = "check", .header = "check"},
    {.name = "left", .header = "left"},
    {.name = "right", .header = "right"},
    [SETTINGS] = {.name = "settings", .header = "settings", .kind = NW_EVIDENCE_INTEGER},
    {.name = "verdict", .header = "verdict"},
    {.name = "ratio", .header = "left/right", .kind = NW_EVIDENCE_NUMBER, .data_only = true},
    {.name = "ratio_at", .header = "attained at", .data_only = true},
    {.name = "clashes", .header = "clashes", .kind = NW_EVIDENCE_INTEGER, .data_only = true},
    {.name = "clash_at", .header = "first clash", .data_only = true},
    {.name = "clash_left", .header = "left there", .kind = NW_EVIDENCE_NUMBER, .data_only = true},
    {.name = "clash_right", .header = "right there", .kind = NW_EVIDENCE_NUMBER, .data_only = true},
    {.name = "found", .header = "largest left/right, or the first clash"},
    {.name = "why", .header = "why", .kind = NW_EVIDENCE_REASON},
};

typedef struct run {
    nw_evidence *evidence;
    nw_audit_outcome *outcome;
    const nw_audit_plan *plan;
    const nw_audit_grid *grids;
    size_t grid_count;
    nw_audit_cases cases;
    const volatile bool *stop;
} run;

static bool stopped(const run *r)
{
    return r->stop != NULL && *r->stop;
}

void nw_audit_outcome_init(nw_audit_outcome *outcome)
{
    *outcome = (nw_audit_outcome){0};
    fmpq_init(outcome->pair_ratio);
}

void nw_audit_outcome_clear(nw_audit_outcome *outcome)
{
    fmpq_clear(outcome->pair_ratio);
}

/* ---- one check as a row ---- */

/* The numbers of a clash as short texts, rounded towards each other: what still differs does differ. */
typedef struct clash_texts {
    char *left, *right;
    const char *sign;
} clash_texts;

static clash_texts clash_of(const nw_audit_tally *tally)
{
    int above = fmpq_cmp(tally->clash_left, tally->clash_right) > 0 ? 1 : -1;
    return (clash_texts){
        .left = nw_rational_decimal(tally->clash_left, CLASH_DIGITS, -above),
        .right = nw_rational_decimal(tally->clash_right, CLASH_DIGITS, above),
        .sign = above > 0 ? ">" : "<",
    };
}

static char *finding(const nw_audit_tally *tally, const char *ratio)
{
    if (tally->clashes == 0)
        return ratio == NULL ? NULL : nw_format("%s at %s", ratio, tally->ratio_at);
    clash_texts clash = clash_of(tally);
    char *text = nw_format("%s: %s %s %s", tally->clash_at, clash.left, clash.sign, clash.right);
    free(clash.left);
    free(clash.right);
    return text;
}

static void add_numbers(nw_evidence *evidence, const nw_audit_tally *tally)
{
    bool any = tally->clashes > 0;
    char *ratio = tally->has_ratio ? nw_rational_decimal(tally->ratio, RATIO_DIGITS, 1) : NULL;
    char *found = finding(tally, ratio);
    nw_evidence_cell(evidence, ratio);
    nw_evidence_cell(evidence, tally->has_ratio ? nw_copy_text(tally->ratio_at) : NULL);
    nw_evidence_cell(evidence, nw_format("%zu", tally->clashes));
    nw_evidence_cell(evidence, any ? nw_copy_text(tally->clash_at) : NULL);
    nw_evidence_cell(evidence, any ? nw_rational_text(tally->clash_left) : NULL);
    nw_evidence_cell(evidence, any ? nw_rational_text(tally->clash_right) : NULL);
    nw_evidence_cell(evidence, found);
}

/* What a check is called and how its clashes are taken. */
typedef struct check {
    const char *kind;        /* "pair", "apart", "order", "rises", "exempt" */
    const nw_audit_side *left, *right;
    const char *excuse_word; /* the verdict of a clash that is excused; NULL: it fails */
    const char *why;         /* separation, exemption or reason */
} check;

static void describe(nw_text *text, const run *r, const nw_audit_side *side)
{
    const nw_card *card = r->plan->find(side->card);
    if (card == NULL)
        return;
    nw_text_addf(text, " %s says %s and assumes", card->id, card->formula);
    for (size_t i = 0; card->hypotheses[i] != NULL; i++)
        nw_text_addf(text, "%s %s", i == 0 ? ":" : ";", card->hypotheses[i]);
    nw_text_add_char(text, '.');
}

/* A failure is written out: the setting, both numbers, both cards and what they assume. */
static char *failure_line(const run *r, const nw_audit_tally *tally, const check *c)
{
    nw_text text = {0};
    clash_texts clash = clash_of(tally);
    nw_text_addf(&text, "%s against %s at %s: %s %s %s, and at %zu of %zu settings in all.",
                 nw_audit_label(c->left), nw_audit_label(c->right), tally->clash_at, clash.left, clash.sign,
                 clash.right, tally->clashes, tally->compared);
    describe(&text, r, c->left);
    if (strcmp(c->left->card, c->right->card) != 0)
        describe(&text, r, c->right);
    free(clash.left);
    free(clash.right);
    return nw_text_take(&text);
}

/* The line of a check that is left open, or NULL. */
static char *open_line(const nw_audit_tally *tally, const check *c)
{
    const char *left = nw_audit_label(c->left), *right = nw_audit_label(c->right);
    if (tally->problem != NULL)
        return nw_format("%s against %s: %s", left, right, tally->problem);
    if (tally->undecided > 0)
        return nw_format("%s against %s: %zu settings undecided", left, right, tally->undecided);
    return NULL;
}

/* Decides the check and returns its word. */
static const char *judge(run *r, const nw_audit_tally *tally, const check *c)
{
    r->outcome->compared += tally->compared;
    if (tally->clashes > 0 && c->excuse_word == NULL) {
        nw_evidence_decide(r->evidence, NW_REFUTED, failure_line(r, tally, c));
        return "FAILS";
    }
    char *open = open_line(tally, c);
    if (open != NULL) {
        nw_evidence_decide(r->evidence, NW_UNKNOWN, open);
        return "unknown";
    }
    if (tally->compared == 0)
        return "no setting";
    nw_evidence_decide(r->evidence, NW_PROVED, NULL);
    r->outcome->explained += tally->clashes > 0;
    return tally->clashes > 0 ? c->excuse_word : "holds";
}

static void add_row(run *r, const nw_audit_tally *tally, const check *c)
{
    nw_evidence *evidence = r->evidence;
    const char *left = nw_audit_label(c->left), *right = nw_audit_label(c->right);
    nw_evidence_cell(evidence, nw_copy_text(c->kind));
    nw_evidence_cell(evidence, nw_copy_text(left));
    nw_evidence_cell(evidence, nw_copy_text(right));
    nw_evidence_cell(evidence, nw_format("%zu", tally->compared));
    nw_evidence_cell(evidence, nw_copy_text(judge(r, tally, c)));
    add_numbers(evidence, tally);
    nw_evidence_cell(evidence, c->why != NULL ? nw_copy_text(c->why) : NULL);
}

/* ---- the three kinds ---- */

static size_t stride_of(const run *r, const nw_audit_grid *grid, const nw_audit_side *side)
{
    if (grid->axes[NW_EPS].count <= NW_AUDIT_FEW_EPS)
        return 1;
    for (size_t i = 0; i < r->plan->slow_count; i++)
        if (strcmp(r->plan->slow[i].card, side->card) == 0)
            return r->plan->slow[i].stride;
    return 1;
}

/* Both sides on every grid, at the larger of their strides. */
static void compare(run *r, nw_audit_tally *tally, const nw_audit_side *left, nw_relation relation,
                    const nw_audit_side *right)
{
    for (size_t i = 0; i < r->grid_count; i++) {
        const nw_audit_grid *grid = &r->grids[i];
        size_t a = stride_of(r, grid, left), b = stride_of(r, grid, right);
        nw_audit_compare(tally, &r->cases, grid, a > b ? a : b, left, relation, right);
    }
}

static void run_pairs(run *r)
{
    for (size_t i = 0; i < r->plan->pair_count && !stopped(r); i++) {
        const nw_audit_pair *pair = &r->plan->pairs[i];
        bool apart = pair->separation != NULL;
        nw_audit_tally tally;
        nw_audit_tally_init(&tally);
        compare(r, &tally, &pair->lower, NW_AT_MOST, &pair->upper);
        if (!apart && tally.has_ratio && fmpq_cmp(tally.ratio, r->outcome->pair_ratio) > 0)
            fmpq_set(r->outcome->pair_ratio, tally.ratio);
        add_row(r, &tally,
                &(check){.kind = apart ? "apart" : "pair", .left = &pair->lower, .right = &pair->upper,
                         .excuse_word = apart ? "separated" : NULL, .why = pair->separation});
        nw_audit_tally_clear(&tally);
    }
}

static void run_orders(run *r)
{
    for (size_t i = 0; i < r->plan->order_count && !stopped(r); i++) {
        const nw_audit_order *order = &r->plan->orders[i];
        nw_audit_tally tally;
        nw_audit_tally_init(&tally);
        compare(r, &tally, &order->left, order->relation, &order->right);
        add_row(r, &tally,
                &(check){.kind = order->relation == NW_EQUAL ? "equal" : "order", .left = &order->left,
                         .right = &order->right, .why = order->why});
        nw_audit_tally_clear(&tally);
    }
}

static void run_series(run *r)
{
    static const nw_audit_side next = {.card = "", .label = "at the next smaller eps"};
    for (size_t i = 0; i < r->plan->series_count && !stopped(r); i++) {
        const nw_audit_series *series = &r->plan->series[i];
        bool exempt = series->exemption != NULL && series->slack == 0;
        nw_audit_tally tally;
        nw_audit_tally_init(&tally);
        for (size_t j = 0; j < r->grid_count; j++)
            nw_audit_rising(&tally, &r->cases, &r->grids[j], stride_of(r, &r->grids[j], &series->side), &series->side,
                            series->exemption != NULL ? series->slack : 0);
        add_row(r, &tally,
                &(check){.kind = exempt ? "exempt" : "rises", .left = &series->side, .right = &next,
                         .excuse_word = exempt ? "exempt" : NULL, .why = series->exemption});
        nw_audit_tally_clear(&tally);
    }
}

/* ---- what the plan covers ---- */

static bool is_alone(const nw_audit_plan *plan, const char *card)
{
    for (size_t i = 0; i < plan->alone_count; i++)
        if (strcmp(plan->alone[i].card, card) == 0)
            return true;
    return false;
}

static bool has_pair(const nw_audit_plan *plan, const char *lower, const char *upper)
{
    for (size_t i = 0; i < plan->pair_count; i++)
        if (strcmp(plan->pairs[i].lower.card, lower) == 0 && strcmp(plan->pairs[i].upper.card, upper) == 0)
            return true;
    return false;
}

static bool has_series(const nw_audit_plan *plan, const char *card)
{
    for (size_t i = 0; i < plan->series_count; i++)
        if (strcmp(plan->series[i].side.card, card) == 0)
            return true;
    return false;
}

static void miss(nw_evidence *evidence, char *line)
{
    nw_evidence_decide(evidence, NW_UNKNOWN, line);
}

/* A card that is added to the catalogue and not to the plan would pass unchecked; the verdict then stays open. */
static void check_coverage(nw_evidence *evidence, const nw_audit_plan *plan)
{
    const nw_card *card, *other;
    for (size_t i = 0; (card = nw_card_at(i)) != NULL; i++) {
        if (!has_series(plan, card->id))
            miss(evidence, nw_format("not covered: whether %s rises as eps falls", card->id));
        if (card->kind != NW_LOWER || is_alone(plan, card->id))
            continue;
        for (size_t j = 0; (other = nw_card_at(j)) != NULL; j++)
            if (other->kind == NW_UPPER && !has_pair(plan, card->id, other->id))
                miss(evidence, nw_format("not covered: %s against %s", card->id, other->id));
    }
}

/* Whether a pair with that lower card compared something; the pairs are the first rows of the part. */
static bool has_met(const nw_evidence_part *part, const nw_audit_plan *plan, const char *lower)
{
    for (size_t row = 0; row < plan->pair_count && row < nw_evidence_rows(part); row++)
        if (plan->pairs[row].separation == NULL && strcmp(plan->pairs[row].lower.card, lower) == 0 &&
            strcmp(nw_evidence_text(part, row, SETTINGS), "0") != 0)
            return true;
    return false;
}

/* Lower cards that no upper bound could have contradicted. */
static void note_unmet(nw_evidence *evidence, const nw_audit_plan *plan)
{
    const nw_evidence_part *part = &evidence->parts[evidence->part_count - 1];
    nw_text names = {0};
    const nw_card *card;
    for (size_t i = 0; (card = nw_card_at(i)) != NULL; i++)
        if (card->kind == NW_LOWER && !has_met(part, plan, card->id))
            nw_text_addf(&names, "%s%s", names.length == 0 ? "" : ", ", card->id);
    if (names.length > 0)
        nw_evidence_note(evidence, nw_format("met no upper bound whose hypotheses hold together with theirs: %s",
                                             nw_text_string(&names)));
    nw_text_clear(&names);
    for (size_t i = 0; i < plan->alone_count; i++)
        nw_evidence_note(evidence, nw_format("%s: %s", plan->alone[i].card, plan->alone[i].why));
}

void nw_audit_plan_cover(nw_evidence *evidence, const nw_audit_plan *plan)
{
    check_coverage(evidence, plan);
    note_unmet(evidence, plan);
}

/* ---- the whole ---- */

void nw_audit_plan_run(nw_audit_outcome *outcome, nw_evidence *evidence, const char *part, const char *title,
                  const nw_audit_plan *plan, const nw_audit_grid *grids, size_t grid_count, nw_context *context,
                  const volatile bool *stop)
{
    run r = {.evidence = evidence, .outcome = outcome, .plan = plan, .grids = grids, .grid_count = grid_count,
             .stop = stop};
    nw_evidence_begin(evidence, part, title, columns, sizeof columns / sizeof columns[0]);
    nw_audit_cases_init(&r.cases, plan->find, context);
    run_pairs(&r);
    run_orders(&r);
    run_series(&r);
    outcome->evaluated += r.cases.value_count;
    nw_audit_cases_clear(&r.cases);
}
