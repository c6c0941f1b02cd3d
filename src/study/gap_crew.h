/* Threads that measure one job at a time while their owner looks after other things: it gives a job to an idle place and
 * finds its result there later. */
#ifndef NW_STUDY_GAP_CREW_H
#define NW_STUDY_GAP_CREW_H

#include "study/gap_work.h"

typedef enum nw_gap_state { NW_GAP_IDLE, NW_GAP_BUSY, NW_GAP_READY } nw_gap_state;

typedef struct nw_gap_crew nw_gap_crew;

/* At least one thread, or NW_IO_FAILURE.  Study and options are kept by the caller. */
nw_status nw_gap_crew_start(nw_gap_crew **crew, size_t threads, const nw_gap_study *study,
                            const nw_gap_run_options *options, nw_error *error);
size_t nw_gap_crew_places(const nw_gap_crew *crew);
nw_gap_state nw_gap_crew_state(nw_gap_crew *crew, size_t place);
/* To an idle place. */
void nw_gap_crew_give(nw_gap_crew *crew, size_t place, size_t number);
/* From a place that is ready, which is then idle; done->text is the caller's. */
size_t nw_gap_crew_fetch(nw_gap_crew *crew, size_t place, nw_gap_done *done);
/* Waits for the threads; what is in flight is measured to its end unless *stop is set, and thrown away. */
void nw_gap_crew_end(nw_gap_crew *crew);

#endif
