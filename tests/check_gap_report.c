#include <stdio.h>
#include "check_common.h"
#include "check_gap_rows.h"
#include "report/gap_table.h"
#include "report/gap_headline.h"
#include "report/gap_plot.h"
#include "report/gap_tikz.h"
int main(void)
{
    nw_gap_rows rows = {0};
    gr_headline(&rows);
    nw_gap_groups groups; nw_error error;
    if (nw_gap_groups_make(&groups, &rows, &error) != NW_OK) { puts(error.message); return 1; }
    nw_context *context = nw_context_new();
    nw_gap_bounds bounds;
    nw_gap_bounds_make(&bounds, &groups, context);
    for (int part = 0; part < NW_GAP_PART_COUNT; part++) {
        nw_table *table = nw_table_new(nw_gap_part_ids[part]);
        nw_gap_table_fill(table, part, &groups, &bounds, 10);
        nw_table_write(stdout, table, part == 3 ? NW_STYLE_CSV : NW_STYLE_TEXT, NULL);
        nw_table_free(table);
        puts("");
    }
    nw_table *page = nw_table_new("headline");
    nw_gap_headline_fill(page, &groups, &bounds, 10);
    nw_table_write(stdout, page, NW_STYLE_TEXT, NULL);
    nw_table_free(page);
    nw_gap_figure figure;
    if (nw_gap_figure_make(&figure, &groups, &bounds, &error) != NW_OK) { puts(error.message); return 1; }
    static const char *names[] = {"/tmp/rep/f_svg.gp", "/tmp/rep/f_pdf.gp", "/tmp/rep/f.gp", "/tmp/rep/f.tex"};
    for (int i = 0; i < 4; i++) { nw_text t = {0}; if (i < 3) nw_gap_plot(&t, &figure, i); else nw_gap_tikz(&t, &figure);
      FILE *f = fopen(names[i], "w"); fputs(t.data, f); fclose(f); nw_text_clear(&t); }
    nw_gap_figure_clear(&figure);
    nw_gap_bounds_clear(&bounds);
    nw_gap_groups_clear(&groups);
    nw_gap_rows_clear(&rows);
    nw_context_free(context);
}
