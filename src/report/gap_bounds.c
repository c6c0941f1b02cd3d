#include "report/gap_bounds.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "catalogue.h"
#include "hypotheses.h"
#include "rational.h"

const char *const nw_gap_bound_names[NW_GAP_BOUND_COUNT] = {
    "thm1_alpha3", "thm1_alpha1",       "thm2",       "thm2_counting", "thm3", "thm3_counting",
    "thm4",        "thm4_constructive", "separation",
};
const char *const nw_gap_bound_headers[NW_GAP_BOUND_COUNT] = {
    "Thm 1, alpha=3 >=",  "Thm 1, alpha=1 >=", "Thm 2 >=",        "Thm 2, counting >=", "Thm 3 >=",
    "Thm 3, counting >=", "Thm 4 <=",          "Thm 4, built <=", "N_q/N_g >=",
};
const char *const nw_gap_bound_latex[NW_GAP_BOUND_COUNT] = {
    "Thm.~1, $\\alpha=3$, $\\geq$",
    "Thm.~1, $\\alpha=1$, $\\geq$",
    "Thm.~2 $\\geq$",
    "Thm.~2, counting, $\\geq$",
    "Thm.~3 $\\geq$",
    "Thm.~3, counting, $\\geq$",
    "Thm.~4 $\\leq$",
    "Thm.~4, built, $\\leq$",
    "$N_q/N_g \\geq$",
};

const nw_card *nw_gap_bound_card(nw_gap_bound bound)
{
    switch (bound) {
    case NW_GAP_THM1_3:
    case NW_GAP_THM1_1:
        return &nw_card_thm1;
    case NW_GAP_THM2:
        return &nw_card_thm2;
    case NW_GAP_THM2_COUNTING:
        return &nw_card_thm2_counting;
    case NW_GAP_THM3:
        return &nw_card_thm3;
    case NW_GAP_THM3_COUNTING:
        return &nw_card_thm3_counting;
    case NW_GAP_THM4:
    case NW_GAP_THM4_BUILT:
        return &nw_card_thm4;
    case NW_GAP_SEPARATION:
    case NW_GAP_BOUND_COUNT:
        break;
    }
    return &nw_card_separation;
}

bool nw_gap_bound_applies(nw_gap_bound bound, const nw_gap_job *job)
{
    bool g = job->method == NW_GAP_G;
    if (bound == NW_GAP_THM4_BUILT)
        return g && job->r == 1;
    return bound == NW_GAP_THM1_3 || bound == NW_GAP_THM1_1 || g == (bound == NW_GAP_THM4);
}

size_t nw_gap_bound_k(const nw_gap_group *group)
{
    size_t most = 0;
    if (group->job->method == NW_GAP_Q_IDENTITY)
        return group->job->m2;
    for (size_t i = 0; i < group->found; i++)
        most = group->best[i].k > most ? group->best[i].k : most;
    most = most > 0 ? most : group->job->k_most;
    return most > 0 ? most : 1;
}

/* ---- one bound ---- */

static void put(nw_setting *setting, nw_param param, slong value)
{
    if (nw_card_reads(setting->card, param) != NULL)
        nw_setting_put_integer(setting, param, value);
}

static void put_alpha(nw_setting *setting, nw_gap_bound bound)
{
    fmpq_t alpha;
    if (nw_card_reads(setting->card, NW_ALPHA) == NULL)
        return;
    fmpq_init(alpha);
    fmpq_set_si(alpha, bound == NW_GAP_THM1_1 ? 1 : 3, 1);
    nw_setting_put_rational(setting, NW_ALPHA, alpha);
    fmpq_clear(alpha);
}

/* A cap that the study set is the one of the hypotheses. */
static void put_cap(nw_setting *setting, nw_param param, const char *text)
{
    fmpq_t cap;
    nw_error error;
    if (text == NULL || text[0] == '\0' || nw_card_reads(setting->card, param) == NULL)
        return;
    fmpq_init(cap);
    if (nw_rational_parse(cap, text, &error) == NW_OK && fmpq_sgn(cap) > 0) {
        nw_setting_put_rational(setting, param, cap);
        setting->values[param].choice = -1;
    }
    fmpq_clear(cap);
}

/* Theorem 1 asks nothing of the activation where continuous selection is assumed, and its card reads none: otherwise
 * the derivative must be integrable.  The other cards know the first five, and say themselves which of them they cover.
 */
static bool covers(nw_gap_bound bound, nw_activation activation)
{
    if (bound == NW_GAP_THM1_1 || bound == NW_GAP_THM4_BUILT)
        return true;
    return nw_gap_bound_card(bound) == &nw_card_thm1 ? activation < NW_RELU : activation <= NW_RELU;
}

static nw_result *outside(const nw_card *card, const nw_gap_job *job)
{
    nw_result *result = nw_result_new();
    result->outcome = NW_OUTSIDE;
    result->reason =
        nw_format("%s: activation %s is outside its domain", card->id, nw_activation_words[job->activation]);
    return result;
}

static nw_result *evaluate(nw_gap_bound bound, int form, const nw_gap_group *group, nw_context *context)
{
    const nw_gap_job *job = group->job;
    const nw_card *card = nw_gap_bound_card(bound);
    nw_setting *setting = nw_setting_new(card);
    put(setting, NW_R, job->r);
    put(setting, NW_M1, (slong)job->m1);
    put(setting, NW_M2, job->method == NW_GAP_G ? 0 : (slong)job->m2);
    put(setting, NW_LAYERS, (slong)job->hidden_layers + 1);
    put(setting, NW_K, (slong)nw_gap_bound_k(group));
    nw_setting_put_rational(setting, NW_EPS, group->eps);
    put_alpha(setting, bound);
    if (job->method == NW_GAP_Q_BOUNDED) {
        put_cap(setting, NW_L1, job->l1);
        put_cap(setting, NW_L2, job->l2);
    }
    if (nw_card_reads(card, NW_ACTIVATION) != NULL)
        nw_setting_put_choice(setting, NW_ACTIVATION,
                              bound == NW_GAP_THM4_BUILT && job->activation != NW_RELU ? NW_CRELU
                                                                                       : (int)job->activation);
    if (form >= 0)
        nw_setting_put_choice(setting, NW_FORM, form);
    nw_result *result = NULL;
    nw_error error;
    if (nw_card_evaluate(&result, setting, context, &error) != NW_OK) {
        result = nw_result_new();
        result->outcome = NW_OUTSIDE;
        result->reason = nw_copy_text(error.message);
    }
    nw_setting_free(setting);
    return result;
}

/* The constructive form where it says more: where the other says nothing or less. */
static nw_result *better(nw_result *paper, nw_result *constructive)
{
    bool take = constructive->outcome == NW_PROVED &&
                (paper->outcome != NW_PROVED || fmpq_cmp(constructive->lower, paper->lower) > 0);
    nw_result_free(take ? paper : constructive);
    return take ? constructive : paper;
}

nw_result *nw_gap_bound_evaluate(nw_gap_bound bound, const nw_gap_group *group, nw_context *context)
{
    const nw_gap_job *job = group->job;
    if (!nw_gap_bound_applies(bound, job))
        return NULL;
    if (!covers(bound, job->activation))
        return outside(nw_gap_bound_card(bound), job);
    if (bound == NW_GAP_THM4_BUILT)
        return evaluate(bound, NW_CONSTRUCTIVE, group, context);
    if (bound == NW_GAP_SEPARATION)
        return better(evaluate(bound, NW_PAPER, group, context), evaluate(bound, NW_CONSTRUCTIVE, group, context));
    return evaluate(bound, -1, group, context);
}

double nw_gap_bound_number(const nw_result *result)
{
    if (result == NULL || result->outcome != NW_PROVED || fmpq_sgn(result->lower) <= 0)
        return NAN;
    const fmpq bound = *result->lower;
    return fmpq_get_d(&bound);
}

/* ---- all of them ---- */

void nw_gap_bounds_make(nw_gap_bounds *bounds, const nw_gap_groups *groups, nw_context *context)
{
    bounds->count = groups->count;
    bounds->results = nw_alloc(groups->count + 1, sizeof *bounds->results);
    for (size_t i = 0; i < groups->count; i++)
        for (int bound = 0; bound < NW_GAP_BOUND_COUNT; bound++)
            bounds->results[i][bound] = nw_gap_bound_evaluate((nw_gap_bound)bound, &groups->groups[i], context);
}

void nw_gap_bounds_clear(nw_gap_bounds *bounds)
{
    for (size_t i = 0; i < bounds->count; i++)
        for (int bound = 0; bound < NW_GAP_BOUND_COUNT; bound++)
            nw_result_free(bounds->results[i][bound]);
    free(bounds->results);
    *bounds = (nw_gap_bounds){0};
}

double nw_gap_bound_lipschitz(const nw_result *result, const nw_gap_job *job)
{
    nw_error error;
    double product = NAN;
    fmpq_t l1, l2;
    fmpq_init(l1);
    fmpq_init(l2);
    fmpq_one(l1);
    bool capped = job->method == NW_GAP_Q_BOUNDED && job->l1 != NULL && job->l1[0] != '\0';
    bool known = !capped || nw_rational_parse(l1, job->l1, &error) == NW_OK;
    for (size_t i = 0; known && result != NULL && i < result->detail_count; i++)
        if (strcmp(result->details[i].name, "l2") == 0 &&
            nw_rational_parse(l2, result->details[i].text, &error) == NW_OK) {
            fmpq_mul(l2, l2, l1);
            product = fmpq_get_d(l2);
        }
    fmpq_clear(l1);
    fmpq_clear(l2);
    return product;
}

bool nw_gap_bound_assumes(const nw_result *result)
{
    for (size_t i = 0; i < result->hypothesis_count; i++)
        if (strcmp(result->hypotheses[i], NW_H_ASSUMPTION1) == 0)
            return true;
    return false;
}

size_t nw_gap_bounds_empty(const nw_gap_bounds *bounds)
{
    size_t empty = 0;
    for (size_t i = 0; i < bounds->count; i++) {
        bool infeasible = false;
        for (int bound = 0; bound < NW_GAP_BOUND_COUNT; bound++) {
            const nw_result *result = bounds->results[i][bound];
            infeasible = infeasible || (result != NULL && result->feasible == 0);
        }
        empty += infeasible;
    }
    return empty;
}

size_t nw_gap_bounds_elsewhere(size_t *with, const nw_gap_bounds *bounds, const nw_gap_groups *groups)
{
    size_t elsewhere = 0;
    *with = 0;
    for (size_t i = 0; i < groups->count; i++) {
        const nw_gap_group *group = &groups->groups[i];
        double measured = nw_gap_group_spread(group, NW_GAP_LIPSCHITZ).least;
        double bound = nw_gap_bound_lipschitz(bounds->results[i][NW_GAP_THM2_COUNTING], group->job);
        if (!isfinite(measured) || !isfinite(bound))
            continue;
        ++*with;
        elsewhere += measured > bound;
    }
    return elsewhere;
}
