# nwidth 0.1.0: nwidth plot experiment rotation.db --output rotation.gp
$panel1_1 << END
# best constant: k (layers of f and e)  error
2 2.48479694
3 2.48479694
5 2.48479694
7 2.48479694
9 2.48479694
END
$panel1_2 << END
# without I, trained: k (layers of f and e)  error
2 1.653614611
3 1.653614611
5 1.653614611
7 1.653614611
9 1.653614611
END
$panel1_3 << END
# linear, trained: k (layers of f and e)  error
2 1.706077844
3 1.706077844
5 1.706077844
7 1.706077844
9 1.706077844
END
$panel1_4 << END
# hypernetwork: k (layers of f and e)  mean  mean-SD  mean+SD
2 0.8883535087 0.5593974455 1.217309572
3 0.3403632099 0.3361748438 0.3445515759
5 0.4704573942 0.4230897084 0.5178250799
7 0.6186577648 0.5176674991 0.7196480304
9 1.672938958 1.638405728 1.707472189
END
$panel1_5 << END
# embedding: k (layers of f and e)  mean  mean-SD  mean+SD
2 0.7216832677 0.6379829975 0.805383538
3 0.9040534198 0.6710896211 1.137017219
5 1.583946147 1.515802035 1.652090259
7 1.660987439 1.648932327 1.67304255
9 1.642345021 1.614435036 1.670255007
END
$panel2_1 << END
# hypernetwork: k (layers of f and e)  mean  mean-SD  mean+SD
2 0.2991666667 0.2287317085 0.3696016248
3 0.1386666667 0.1364120418 0.1409212915
5 0.182 0.1617083761 0.2022916239
7 0.2361666667 0.1984495176 0.2738838157
9 0.626 0.6074190958 0.6445809042
END
$panel2_2 << END
# embedding: k (layers of f and e)  mean  mean-SD  mean+SD
2 0.2546666667 0.2149164046 0.2944169287
3 0.3216666667 0.2332128181 0.4101205153
5 0.5765 0.5490819403 0.6039180597
7 0.6005 0.5886784096 0.6123215904
9 0.5956666667 0.5674871824 0.6238461509
END
set multiplot
set grid lc rgb '#e0e0e0' lw 0.5 dt 1
set bars 0.6
set tics nomirror
set border 3
set lmargin at screen 0.05000
set rmargin at screen 0.33500
set bmargin at screen 0.22353
set tmargin at screen 0.87983
unset logscale
unset label
unset arrow
set title "rotation (Figures 3, 5): test negative log-likelihood by k\npreset quick, 3 repeats" noenhanced font ',11'
set xrange [1.72:9.28]
set yrange [0.2072575181:2.613714266]
set xlabel "k (layers of f and e)" noenhanced offset 0,-0.6
set ylabel "test negative log-likelihood" noenhanced
set xtics ("2" 2, "3" 3, "4" 4, "5" 5, "6" 6, "7" 7, "8" 8, "9" 9) noenhanced font ',10'
set ytics ("0.5" 0.5, "1" 1, "1.5" 1.5, "2" 2, "2.5" 2.5) noenhanced font ',10'
set label 1 "best constant" at graph 1.04, graph 0.9464 left noenhanced tc rgb '#333333' font ',10'
set arrow 1 from 9, 2.48479694 to graph 1.032, graph 0.9464 nohead lw 0.6 lc rgb '#333333' back
set label 2 "without I, trained" at graph 1.04, graph 0.6583 left noenhanced tc rgb '#333333' font ',10'
set arrow 2 from 9, 1.653614611 to graph 1.032, graph 0.6583 nohead lw 0.6 lc rgb '#333333' back
set label 3 "linear, trained" at graph 1.04, graph 0.7823 left noenhanced tc rgb '#333333' font ',10'
set arrow 3 from 9, 1.706077844 to graph 1.032, graph 0.7823 nohead lw 0.6 lc rgb '#333333' back
set label 4 "hypernetwork" at graph 1.04, graph 0.7203 left noenhanced tc rgb '#005a8e' font ',10'
set arrow 4 from 9, 1.672938958 to graph 1.032, graph 0.7203 nohead lw 0.6 lc rgb '#005a8e' back
set label 5 "embedding" at graph 1.04, graph 0.5963 left noenhanced tc rgb '#a84a00' font ',10'
set arrow 5 from 9, 1.642345021 to graph 1.032, graph 0.5963 nohead lw 0.6 lc rgb '#a84a00' back
plot $panel1_1 using 1:2 with lines dt 2 lw 0.9 lc rgb '#333333' notitle, \
  $panel1_2 using 1:2 with lines dt 3 lw 0.9 lc rgb '#333333' notitle, \
  $panel1_3 using 1:2 with lines dt 4 lw 0.9 lc rgb '#333333' notitle, \
  $panel1_4 using 1:2 with lines dt 1 lw 0.8 lc rgb '#0072b2' notitle, \
  $panel1_4 using 1:2:3:4 with yerrorbars pt 7 ps 0.8 lw 1.3 lc rgb '#0072b2' notitle, \
  $panel1_5 using 1:2 with lines dt 1 lw 0.8 lc rgb '#d55e00' notitle, \
  $panel1_5 using 1:2:3:4 with yerrorbars pt 5 ps 0.8 lw 1.3 lc rgb '#d55e00' notitle
set lmargin at screen 0.55000
set rmargin at screen 0.83500
set bmargin at screen 0.22353
set tmargin at screen 0.87983
unset logscale
unset label
unset arrow
set title "rotation (Figures 3, 5): test negative log-likelihood by k\npreset quick, 3 repeats" noenhanced font ',11'
set xrange [1.72:9.28]
set yrange [0.10592191:0.6750710359]
set xlabel "k (layers of f and e)" noenhanced offset 0,-0.6
set ylabel "share of wrong classes" noenhanced
set xtics ("2" 2, "3" 3, "4" 4, "5" 5, "6" 6, "7" 7, "8" 8, "9" 9) noenhanced font ',10'
set ytics ("0.2" 0.2, "0.3" 0.3, "0.4" 0.4, "0.5" 0.5, "0.6" 0.6) noenhanced font ',10'
set label 1 "hypernetwork" at graph 1.04, graph 0.9225 left noenhanced tc rgb '#005a8e' font ',10'
set arrow 1 from 9, 0.626 to graph 1.032, graph 0.9225 nohead lw 0.6 lc rgb '#005a8e' back
set label 2 "embedding" at graph 1.04, graph 0.8605 left noenhanced tc rgb '#a84a00' font ',10'
set arrow 2 from 9, 0.5956666667 to graph 1.032, graph 0.8605 nohead lw 0.6 lc rgb '#a84a00' back
plot $panel2_1 using 1:2 with lines dt 1 lw 0.8 lc rgb '#0072b2' notitle, \
  $panel2_1 using 1:2:3:4 with yerrorbars pt 7 ps 0.8 lw 1.3 lc rgb '#0072b2' notitle, \
  $panel2_2 using 1:2 with lines dt 1 lw 0.8 lc rgb '#d55e00' notitle, \
  $panel2_2 using 1:2:3:4 with yerrorbars pt 5 ps 0.8 lw 1.3 lc rgb '#d55e00' notitle
unset label
unset arrow
unset title
unset border
unset tics
unset xlabel
unset ylabel
unset grid
unset logscale
set size 1, 1
set origin 0, 0
set xrange [0:1]
set yrange [0:1]
set label 1 "Points: means over repeats of estimates on 2000 test samples, bars: sample standard deviation. Lines: baselines, estimates too: constant, the best one (class frequencies); without I and linear: network on x alone; linear softmax of (x, I): both trained as the job is. Images drawn by nwidth, not the paper's." at screen 0.012, screen 0.05445 left noenhanced font ',9' tc rgb '#444444'
plot NaN notitle
unset multiplot
