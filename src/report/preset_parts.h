/* What the presets share: a grid with their defaults, and cells filled by evaluating a card. */
#ifndef NW_REPORT_PRESET_PARTS_H
#define NW_REPORT_PRESET_PARTS_H

#include "card.h"
#include "report/preset.h"

typedef struct nw_preset_default {
    nw_param param;
    const char *spec; /* as on the command line */
} nw_preset_default;

/* grid = the axes of `defaults` in their order, with the given values where there are any, and behind them the other
 * given axes.  `defaults` ends with param == NW_PARAM_COUNT.  The caller clears the grid. */
nw_status nw_preset_grid(nw_sweep *grid, const nw_preset_options *options, const nw_preset_default *defaults,
                         nw_error *error);

/* One column for each axis that is a default or has several values; the cells of a point in the same order. */
void nw_preset_axis_columns(nw_table *table, const nw_sweep *grid, const nw_preset_default *defaults);
void nw_preset_axis_cells(nw_table *table, const nw_sweep *grid, const nw_preset_default *defaults, size_t index);

/* Values of axes with a single value that are not defaults, as a note: "with alpha = 1". */
void nw_preset_note_fixed(nw_table *table, const nw_sweep *grid, const nw_preset_default *defaults);

/* The card at a point of the grid.  n, when >= 0, is put in as the card's number of inputs; form, when >= 0, as its form.
 * NULL with *error set when a setting is missing or contradictory. */
nw_result *nw_preset_evaluate(const nw_card *card, const nw_sweep *grid, size_t index, slong n, int form,
                              nw_context *context, nw_error *error);

/* The value of an integer axis at a point; the axis must be in the grid. */
slong nw_preset_integer(const nw_sweep *grid, nw_param param, size_t index);

/* The exponent as text: "2", "0 (vacuous)", "2 (up to logs)" or "-".  The caller frees. */
char *nw_preset_exponent(const nw_result *result);

#define NW_PRESET_END { .param = NW_PARAM_COUNT }

extern nw_preset_fill nw_preset_theorems, nw_preset_assumptions, nw_preset_separation, nw_preset_constants,
    nw_preset_audit;

#endif
