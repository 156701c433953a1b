import time
from tests.factories.accounts import *
async def test_perf(client, platform):
    o = await create_organization(platform)
    h = await sign_in_headers(platform, o.owner)
    for path in ("/api/v1/me","/api/v1/me/sessions","/api/v1/people","/api/v1/audit"):
        for _ in range(30): await client.get(path, headers=h)
        t=time.process_time(); w=[]
        for _ in range(150):
            s=time.perf_counter(); r=await client.get(path, headers=h); w.append(time.perf_counter()-s)
        w.sort(); print(path, r.status_code, "p50 %.2f ms cpu %.2f ms"%(w[75]*1000,(time.process_time()-t)/150*1000))
    import cProfile,pstats
    p=cProfile.Profile(); p.enable()
    for _ in range(200): await client.get("/api/v1/me/sessions", headers=h)
    p.disable(); pstats.Stats(p).sort_stats("cumulative").print_stats(45)
