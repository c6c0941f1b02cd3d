#include "cli/cards.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "report/card_report.h"

/* ---- names ---- */

static bool contains(const nw_card_set *set, const nw_card *card)
{
    for (size_t i = 0; i < set->count; i++)
        if (set->cards[i] == card)
            return true;
    return false;
}

static nw_status add_card(nw_card_set *set, const char *name, nw_error *error)
{
    const nw_card *card = nw_card_find(name);
    if (card == NULL) {
        const char *nearest = nw_card_suggest(name);
        if (nearest != NULL)
            return nw_fail(error, NW_BAD_INPUT, "there is no card '%.60s'; did you mean '%s'? see 'nwidth list'", name,
                           nearest);
        return nw_fail(error, NW_BAD_INPUT, "there is no card '%.60s'; see 'nwidth list'", name);
    }
    if (contains(set, card))
        return NW_OK;
    set->cards = nw_grow(set->cards, set->count + 1, sizeof *set->cards);
    set->cards[set->count++] = card;
    return NW_OK;
}

static nw_status add_list(nw_card_set *set, const char *operand, nw_error *error)
{
    char *names = nw_copy_text(operand);
    nw_status status = NW_OK;
    char *name = names;
    while (status == NW_OK && name != NULL) {
        char *comma = strchr(name, ',');
        if (comma != NULL)
            *comma = '\0';
        status = add_card(set, name, error);
        name = comma != NULL ? comma + 1 : NULL;
    }
    free(names);
    return status;
}

nw_status nw_card_set_read(nw_card_set *set, const nw_options *options, nw_error *error)
{
    *set = (nw_card_set){0};
    if (options->operand_count == 0)
        return nw_fail(error, NW_BAD_INPUT, "which card? give the name of one; see 'nwidth list'");
    nw_status status = NW_OK;
    for (size_t i = 0; status == NW_OK && i < options->operand_count; i++)
        status = add_list(set, options->operands[i], error);
    return status;
}

void nw_card_set_clear(nw_card_set *set)
{
    free(set->cards);
    *set = (nw_card_set){0};
}

/* ---- settings ---- */

static bool read_by_any(const nw_card_set *set, nw_param param)
{
    for (size_t i = 0; i < set->count; i++)
        if (nw_card_reads(set->cards[i], param) != NULL)
            return true;
    return false;
}

static nw_status not_read(const nw_card_set *set, nw_param param, nw_error *error)
{
    const char *name = nw_parameters[param].name;
    nw_text cards = {0};
    for (size_t i = 0; i < set->count; i++) {
        char *reads = nw_card_reads_text(set->cards[i]);
        if (set->count == 1)
            nw_text_addf(&cards, "%s does not read --%s; it reads %s", set->cards[0]->id, name, reads);
        else
            nw_text_addf(&cards, "%s%s reads %s", i == 0 ? "" : "; ", set->cards[i]->id, reads);
        free(reads);
    }
    nw_status status = set->count == 1 ? nw_fail(error, NW_BAD_INPUT, "%s", nw_text_string(&cards))
                                       : nw_fail(error, NW_BAD_INPUT, "no card named here reads --%s: %s", name,
                                                 nw_text_string(&cards));
    nw_text_clear(&cards);
    return status;
}

nw_status nw_card_set_check(const nw_card_set *set, const nw_sweep *sweep, nw_error *error)
{
    for (size_t i = 0; i < sweep->count; i++)
        if (!read_by_any(set, sweep->axes[i].param))
            return not_read(set, sweep->axes[i].param, error);
    return NW_OK;
}

/* Whether what one point of the grid allows another may not: only the sum of dimensions can do that. */
static bool may_contradict(const nw_sweep *sweep)
{
    static const nw_param dimensions[] = {NW_N, NW_M1, NW_M2};
    for (size_t i = 0; i < sizeof dimensions / sizeof dimensions[0]; i++) {
        const nw_axis *axis = nw_sweep_axis(sweep, dimensions[i]);
        if (axis != NULL && axis->count > 1)
            return true;
    }
    return false;
}

nw_status nw_card_set_rehearse(const nw_card_set *set, const nw_sweep *sweep, nw_error *error)
{
    nw_status status = NW_OK;
    for (size_t i = 0; status == NW_OK && i < set->count; i++) {
        nw_setting *setting = nw_setting_new(set->cards[i]);
        size_t points = may_contradict(sweep) ? nw_sweep_points(sweep, set->cards[i]) : 1;
        for (size_t point = 0; status == NW_OK && point < points; point++) {
            nw_sweep_point(setting, sweep, point, false);
            nw_setting_unresolve(setting);
            status = nw_setting_resolve(setting, error);
        }
        nw_setting_free(setting);
    }
    return status;
}

nw_status nw_options_context(nw_context **context, const nw_options *options, nw_error *error)
{
    *context = nw_context_new();
    return nw_context_set_precision(*context, options->precision, error);
}
