/* Preset `separation`: the eps from which on a hypernetwork's primary network is provably smaller. */
#include <stdlib.h>

#include "catalogue.h"
#include "report/bound_parts.h"
#include "report/preset_parts.h"
#include "separation.h"

static const nw_preset_default defaults[] = {
    {NW_M1, "1:3"}, {NW_M2, "1:3"}, {NW_LAYERS, "2,3"}, {NW_FORM, "paper,constructive"}, NW_PRESET_END,
};

/* Below this the search gives up; the paper's route has its last threshold for m1, m2 <= 3 long before. */
enum { LOWEST = 60 };

static const ulong ratios[] = {1, 10, 100};

typedef struct given {
    fmpq_t one, three;
} given;

static const nw_value *value_of(const nw_sweep *grid, nw_param param, size_t index)
{
    const nw_axis *axis = nw_sweep_axis(grid, param);
    return axis != NULL ? nw_sweep_value(grid, axis, index) : NULL;
}

static nw_separation separation_at(const nw_sweep *grid, size_t index, const given *constants)
{
    const nw_value *alpha = value_of(grid, NW_ALPHA, index), *l1 = value_of(grid, NW_L1, index);
    const nw_value *l2 = value_of(grid, NW_L2, index), *activation = value_of(grid, NW_ACTIVATION, index);
    return (nw_separation){
        .form = (nw_form)value_of(grid, NW_FORM, index)->choice,
        .m1 = nw_preset_integer(grid, NW_M1, index),
        .m2 = nw_preset_integer(grid, NW_M2, index),
        .layers = nw_preset_integer(grid, NW_LAYERS, index),
        .k = nw_sweep_axis(grid, NW_K) != NULL ? nw_preset_integer(grid, NW_K, index) : 1,
        .activation = activation != NULL ? (nw_activation)activation->choice : NW_CRELU,
        .alpha = alpha != NULL ? alpha->number : constants->three,
        .l1 = l1 != NULL ? l1->number : constants->one,
        .l2 = l2 != NULL && l2->choice < 0 ? l2->number : NULL,
    };
}

static void threshold_cells(nw_table *table, const nw_separation *separation, nw_context *context)
{
    fmpq_t eps;
    fmpq_init(eps);
    slong start = 0;
    bool found = true;
    for (size_t i = 0; i < sizeof ratios / sizeof ratios[0]; i++) {
        found = found && nw_separation_threshold(eps, &start, separation, ratios[i], LOWEST, context);
        if (found)
            nw_table_rational(table, eps);
        else
            nw_table_text(table, "none");
    }
    if (separation->form != NW_PAPER)
        nw_table_text(table, "-");
    else if (nw_theorem2_threshold(eps, separation, LOWEST, context))
        nw_table_rational(table, eps);
    else
        nw_table_text(table, "none");
    fmpq_clear(eps);
}

/* Whether the card `separation` covers this point at all: its reason becomes a note where it does not. */
static nw_status add_row(nw_table *table, const nw_sweep *grid, size_t index, const given *constants, nw_context *context,
                         nw_error *error)
{
    nw_setting *setting = nw_setting_new(&nw_card_separation);
    nw_result *result = NULL;
    nw_sweep_point(setting, grid, index, true);
    fmpq_t half;
    fmpq_init(half);
    fmpq_set_si(half, 1, 2);
    nw_setting_put_rational(setting, NW_EPS, half);
    fmpq_clear(half);
    nw_status status = nw_card_evaluate(&result, setting, context, error);
    if (status == NW_OK) {
        nw_preset_axis_cells(table, grid, defaults, index);
        if (result->outcome == NW_PROVED) {
            nw_separation separation = separation_at(grid, index, constants);
            threshold_cells(table, &separation, context);
        } else {
            nw_table_note(table, result->reason);
            for (size_t i = 0; i < sizeof ratios / sizeof ratios[0] + 1; i++)
                nw_table_text(table, nw_outcome_word(result->outcome));
        }
    }
    nw_result_free(result);
    nw_setting_free(setting);
    return status;
}

nw_status nw_preset_separation(nw_table *table, const nw_preset_options *options, nw_context *context, nw_error *error)
{
    nw_sweep grid;
    given constants;
    fmpq_init(constants.one);
    fmpq_init(constants.three);
    fmpq_set_si(constants.one, 1, 1);
    fmpq_set_si(constants.three, 3, 1);
    nw_status status = nw_preset_grid(&grid, options, defaults, error);
    nw_table_title(table, "Largest eps at which N_q/N_g provably exceeds 1, 10, 100 (r = 1)");
    nw_preset_axis_columns(table, &grid, defaults);
    nw_table_column(table, NW_COLUMN_NUMBER, "exceeds_1", "> 1", "$>1$");
    nw_table_column(table, NW_COLUMN_NUMBER, "exceeds_10", "> 10", "$>10$");
    nw_table_column(table, NW_COLUMN_NUMBER, "exceeds_100", "> 100", "$>100$");
    nw_table_column(table, NW_COLUMN_NUMBER, "thm2_positive", "thm2 > 0 below", "Thm.~2 positive below");
    size_t points = status == NW_OK ? nw_sweep_points(&grid, NULL) : 0;
    for (size_t index = 0; status == NW_OK && index < points; index++)
        status = add_row(table, &grid, index, &constants, context, error);
    if (status == NW_OK) {
        nw_preset_note_fixed(table, &grid, defaults);
        nw_table_notef(table, "eps has three significant digits. At the eps shown the ratio is proven to exceed; larger ones "
                              "were excluded range by range (form constructive: as far as the search over grids sees). none: "
                              "nowhere down to 1e-%d.", LOWEST);
        nw_table_note(table, "form paper: thm2 against thm4 (a = 4), under the paper's hypotheses; form constructive: "
                             "thm2-counting against thm4 (a = 2), without them: q is dense with hidden layers of one width, g the "
                             "Kuhn network, whose sparse connections are counted. layers 2: q with one hidden layer.");
        nw_table_note(table, "thm2 > 0 below: Theorem 2's bound is positive at every smaller eps.");
        if (nw_sweep_axis(&grid, NW_L2) == NULL)
            nw_table_note(table, "l2: the least feasible one at each eps.");
    }
    nw_sweep_clear(&grid);
    fmpq_clear(constants.one);
    fmpq_clear(constants.three);
    return status;
}
