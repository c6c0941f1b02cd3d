#include "construct/construction.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "built.h"
#include "catalogue.h"
#include "result.h"

/* ---- the cards ---- */

typedef struct recipe {
    const nw_card *card;
    bool embedding;
    nw_relation relation;
    int most_inputs;
    bool splits;
    long parts, task_parts; /* intervals or centres an axis of x, and of I: ceil(parts/eps) */
    nw_status (*build)(nw_construction *construction, nw_error *error);
} recipe;

static nw_status build_kuhn(nw_construction *made, nw_error *error)
{
    return nw_construct_kuhn(&made->network, made->target, made->intervals, made->activation, error);
}

static nw_status build_ramp(nw_construction *made, nw_error *error)
{
    return nw_construct_ramp(&made->network, made->target, made->intervals, error);
}

static nw_status build_mcshane(nw_construction *made, nw_error *error)
{
    return nw_construct_mcshane(&made->network, made->target, made->intervals, error);
}

static nw_status build_embedding(nw_construction *made, nw_error *error)
{
    return nw_construct_mcshane_embedding(&made->composite, made->target, made->m1, made->intervals,
                                          made->task_intervals, error);
}

static nw_status build_theorem4(nw_construction *made, nw_error *error)
{
    return nw_construct_thm4(&made->composite, made->target, made->m1, made->intervals, made->task_intervals,
                             made->activation, error);
}

static nw_status build_theorem5(nw_construction *made, nw_error *error)
{
    return nw_construct_thm5(&made->composite, &made->selector_norm, made->target, made->intervals,
                             made->task_intervals, made->activation, error);
}

static const recipe recipes[] = {
    {&nw_card_kuhn, false, NW_EQUALS, 3, false, 1, 0, build_kuhn},
    {&nw_card_ramp, false, NW_EQUALS, 1, false, 1, 0, build_ramp},
    {&nw_card_mcshane, false, NW_EQUALS, 2, false, 1, 0, build_mcshane},
    {&nw_card_thm4, false, NW_EQUALS, 3, true, 2, 2, build_theorem4},
    {&nw_card_thm5, false, NW_AT_MOST, 3, true, 1, 1, build_theorem5},
    {&nw_card_mcshane, true, NW_COMPARES, 3, true, 1, 2, build_embedding}, /* last: a card's name comes once */
};
enum { RECIPES = sizeof recipes / sizeof recipes[0] };

const char *nw_construction_card(size_t index)
{
    return index < RECIPES && !recipes[index].embedding ? recipes[index].card->id : NULL;
}

static const recipe *find_recipe(const nw_card *card, bool embedding)
{
    for (size_t i = 0; i < RECIPES; i++)
        if (recipes[i].card == card && recipes[i].embedding == embedding)
            return &recipes[i];
    return NULL;
}

bool nw_construction_splits(const nw_card *card, bool embedding)
{
    const recipe *how = find_recipe(card, embedding);
    return how != NULL && how->splits;
}

/* ---- the setting ---- */

static nw_status check_target(const nw_construction_plan *plan, const recipe *how, nw_error *error)
{
    const nw_target *target = plan->target;
    const char *word = nw_target_word(target), *id = plan->card->id;
    int inputs = nw_target_inputs(target), least = how->splits ? 2 : 1, most = how->most_inputs;
    /* The norm in W(r,n) adds further terms to that in W(1,n): r does not matter. */
    if (!(nw_target_norm(target) <= 1))
        return nw_fail(error, NW_BAD_INPUT,
                       "%s: %.200s is outside its domain: the bound of its norm in W(%d,%d) is %g, expected at most 1",
                       id, word, nw_target_order(target), inputs, nw_target_norm(target));
    if (inputs < least || inputs > most)
        return nw_fail(error, NW_BAD_INPUT, "%s: %.200s is outside its domain: it has %d input%s, expected %s", id,
                       word, inputs, inputs == 1 ? "" : "s",
                       how->splits ? "2 or 3, those of x and of the task"
                       : most == 1 ? "1"
                       : most == 2 ? "1 or 2"
                                   : "1 to 3");
    if (plan->card == &nw_card_thm5 && nw_target_terms(target) == 0)
        return nw_fail(error, NW_BAD_INPUT,
                       "%s: %.200s is outside its domain: expected a structured target of the family product, such as "
                       "product:m1=1,m2=1,terms=3",
                       id, word);
    return NW_OK;
}

/* ceil(parts/eps), or 0 where no grid is that fine */
static size_t intervals_for(const fmpq *eps, long parts)
{
    fmpz_t count;
    fmpz_init(count);
    fmpz_mul_si(count, fmpq_denref(eps), parts);
    fmpz_cdiv_q(count, count, fmpq_numref(eps));
    size_t result = fmpz_cmp_ui(count, NW_MOST_UNITS) <= 0 ? (size_t)fmpz_get_ui(count) : 0;
    fmpz_clear(count);
    return result;
}

static nw_status take_setting(nw_construction *made, const nw_construction_plan *plan, const recipe *how,
                              nw_error *error)
{
    size_t inputs = (size_t)nw_target_inputs(plan->target);
    made->card = plan->card;
    made->target = plan->target;
    made->relation = how->relation;
    fmpq_set(made->eps, plan->eps);
    nw_status status = check_target(plan, how, error);
    if (status != NW_OK)
        return status;
    made->m1 = plan->card == &nw_card_thm5 ? (size_t)nw_target_m1(plan->target) : how->splits ? plan->m1 : inputs;
    made->m2 = inputs - made->m1;
    made->intervals = intervals_for(plan->eps, how->parts);
    made->task_intervals = made->m2 > 0 ? intervals_for(plan->eps, how->task_parts) : 0;
    if (made->intervals == 0 || (made->m2 > 0 && made->task_intervals == 0))
        return nw_fail(error, NW_BAD_INPUT,
                       "%s: the grid would have more than %d intervals an axis; give a larger --eps", plan->card->id,
                       NW_MOST_UNITS);
    return NW_OK;
}

/* ---- the card's number ---- */

/* The network of mcshane is that in x where it is an embedding method. */
static void give_size(nw_setting *setting, const nw_card *card, const nw_construction *made)
{
    if (nw_card_reads(card, NW_N) != NULL)
        nw_setting_put_integer(setting, NW_N, (slong)made->m1);
    if (nw_card_reads(card, NW_M1) != NULL)
        nw_setting_put_integer(setting, NW_M1, (slong)made->m1);
    if (nw_card_reads(card, NW_M2) != NULL)
        nw_setting_put_integer(setting, NW_M2, (slong)made->m2);
    if (card == &nw_card_thm4)
        nw_setting_put_choice(setting, NW_FORM, NW_CONSTRUCTIVE);
    nw_setting_put_rational(setting, NW_EPS, made->eps);
    nw_setting_put_integer(setting, NW_R, 1);
}

/* w, c and K of what was built, so that the theorem is about it: ||W||_1 <= c, P scaled to lie in W(1,m2). */
static void give_selector(nw_setting *setting, const nw_construction *made)
{
    nw_setting_put_integer(setting, NW_W, (slong)nw_target_terms(made->target));
    nw_setting_put_integer(setting, NW_LAYERS, (slong)nw_construction_primary(made)->layer_count);
    fmpq_t norm;
    fmpq_init(norm);
    arf_t exact;
    arf_init(exact);
    arf_set_d(exact, made->selector_norm > 1 ? ceil(made->selector_norm) : 1);
    arf_get_fmpq(norm, exact);
    nw_setting_put_rational(setting, NW_C, norm);
    arf_clear(exact);
    fmpq_clear(norm);
}

static nw_status evaluate(nw_construction *made, const char *activation, bool built, nw_context *context,
                          nw_error *error)
{
    nw_setting *setting = nw_setting_new(made->card);
    nw_result *result = NULL;
    give_size(setting, made->card, made);
    if (built && made->card == &nw_card_thm5)
        give_selector(setting, made);
    nw_status status = activation == NULL ? NW_OK : nw_setting_set(setting, "activation", activation, error);
    if (status == NW_OK)
        status = nw_card_evaluate(&result, setting, context, error);
    if (status == NW_OK && result->outcome != NW_PROVED)
        status = nw_fail(error, NW_BAD_INPUT, "%s", result->reason);
    if (status == NW_OK) {
        made->activation = (nw_activation)nw_setting_choice(setting, NW_ACTIVATION);
        if (made->bound != NULL)
            nw_result_free(made->bound);
        made->bound = result;
    } else if (result != NULL) {
        nw_result_free(result);
    }
    nw_setting_free(setting);
    return status;
}

/* What stands beside an embedding method: N_g of Theorem 4 in its constructive form, and Theorem 3's N_q. */
static nw_status evaluate_beside(nw_result **result, const nw_card *card, const nw_construction *made,
                                 nw_context *context, nw_error *error)
{
    nw_setting *setting = nw_setting_new(card);
    give_size(setting, card, made);
    nw_status status = nw_card_evaluate(result, setting, context, error);
    nw_setting_free(setting);
    return status;
}

static nw_status compare(const nw_construction *made, nw_error *error)
{
    size_t count = nw_construction_counted(made)->parameter_count;
    fmpq_t built;
    fmpq_init(built);
    fmpz_set_ui(fmpq_numref(built), count);
    int order = fmpq_cmp(built, made->bound->lower);
    fmpq_clear(built);
    if (made->relation == NW_COMPARES || order == 0 || (made->relation == NW_AT_MOST && order < 0))
        return NW_OK;
    char *text = fmpq_get_str(NULL, 10, made->bound->lower);
    nw_fail(error, NW_IO_FAILURE,
            "%s: %zu connections were built, and the card says %s, which is a defect of this program: please report it",
            made->card->id, count, text);
    flint_free(text);
    return error->status;
}

/* f of Theorem 5 with one layer of hats for all P_i: the kuhn network with w outputs, and W. */
static size_t share_hats(const nw_construction *made)
{
    nw_built built;
    fmpz_t intervals, terms, total;
    nw_built_init(&built);
    fmpz_init_set_ui(intervals, made->task_intervals);
    fmpz_init_set_ui(terms, nw_target_terms(made->target));
    fmpz_init(total);
    nw_built_task(&built, intervals, (slong)made->m2, terms);
    nw_built_total(total, &built);
    size_t count = (size_t)fmpz_get_ui(total) + nw_target_terms(made->target) * made->composite->task->outputs;
    fmpz_clear(intervals);
    fmpz_clear(terms);
    fmpz_clear(total);
    nw_built_clear(&built);
    return count;
}

/* ---- */

nw_status nw_construction_make(nw_construction *made, const nw_construction_plan *plan, nw_context *context,
                               nw_error *error)
{
    const recipe *how = find_recipe(plan->card, plan->embedding);
    *made = (nw_construction){0};
    fmpq_init(made->eps);
    if (how == NULL && plan->embedding)
        return nw_fail(error, NW_BAD_INPUT, "%s: only mcshane is built as an embedding method", plan->card->id);
    if (how == NULL)
        return nw_fail(error, NW_BAD_INPUT, "%s: no network is built for this card", plan->card->id);
    nw_status status = take_setting(made, plan, how, error);
    if (status == NW_OK)
        status = evaluate(made, plan->activation, false, context, error);
    if (status == NW_OK)
        status = how->build(made, error);
    if (status == NW_OK && plan->card == &nw_card_thm5) {
        made->shared_count = share_hats(made);
        status = evaluate(made, plan->activation, true, context, error);
    }
    if (status == NW_OK && plan->embedding)
        status = evaluate_beside(&made->theorem3, &nw_card_thm3, made, context, error);
    if (status == NW_OK && plan->embedding)
        status = evaluate_beside(&made->theorem4, &nw_card_thm4, made, context, error);
    return status == NW_OK ? compare(made, error) : status;
}

void nw_construction_clear(nw_construction *made)
{
    nw_network_free(made->network);
    nw_composite_free(made->composite);
    nw_result *results[] = {made->bound, made->theorem3, made->theorem4};
    for (size_t i = 0; i < 3; i++)
        if (results[i] != NULL)
            nw_result_free(results[i]);
    fmpq_clear(made->eps);
}

const nw_network *nw_construction_primary(const nw_construction *made)
{
    return made->composite != NULL ? made->composite->primary : made->network;
}

const nw_network *nw_construction_task(const nw_construction *made)
{
    return made->composite != NULL ? made->composite->task : NULL;
}

const nw_network *nw_construction_counted(const nw_construction *made)
{
    return made->card == &nw_card_thm5 ? nw_construction_task(made) : nw_construction_primary(made);
}
